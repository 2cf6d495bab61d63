//! `healthcheck`: what a container asks, which has no other program to ask with.

use super::Failure;
use crate::Status;
use clap::Args;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs as _};
use std::time::Duration;

/// Whom to ask.
#[derive(Args)]
pub(crate) struct HealthArgs {
    /// Where the host listens.
    #[arg(long, env = "COUNTERFOIL_LISTEN", default_value = "127.0.0.1:8090")]
    listen: String,
}

/// Longest to be connected with, and to be answered.
const TIME: Duration = Duration::from_secs(5);

/// Asks a host on this machine whether it is ready; `Problems` where it is not, or does not answer.
pub(super) fn run(args: &HealthArgs) -> Result<Status, Failure> {
    let wrong = |error: &dyn std::fmt::Display| Failure::Usage(format!("{}: {error}", args.listen));
    let mut address = args.listen.to_socket_addrs().map_err(|error| wrong(&error))?;
    let address = address.next().ok_or_else(|| wrong(&"no address"))?;
    Ok(match asked(here(address)) {
        Ok(head) if head.starts_with(b"HTTP/1.1 200") => Status::Ok,
        Ok(_) | Err(_) => Status::Problems,
    })
}

/// Whoever listens everywhere is asked here.
fn here(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(if address.is_ipv4() { [127, 0, 0, 1].into() } else { [0, 0, 0, 0, 0, 0, 0, 1_u16].into() });
    }
    address
}

fn asked(address: SocketAddr) -> std::io::Result<[u8; 12]> {
    let mut stream = TcpStream::connect_timeout(&address, TIME)?;
    stream.set_read_timeout(Some(TIME))?;
    stream.set_write_timeout(Some(TIME))?;
    stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
    let mut head = [0; 12];
    stream.read_exact(&mut head)?;
    Ok(head)
}
