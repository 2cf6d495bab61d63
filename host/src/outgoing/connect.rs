//! From a name to a connection: looked up once, and to no other address than those that were looked at.

use super::url::Host;
use super::{Fault, Names, Reach, Target, is_global};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Addresses of a name that are tried.
const TRIED: usize = 4;

/// The system's names.
pub(super) fn system(name: &str) -> io::Result<Vec<IpAddr>> {
    Ok((name, 0).to_socket_addrs()?.map(|address| address.ip()).collect())
}

/// All addresses of the target. Where one of several is not global, none is asked: a name of the public internet has no such.
pub(super) async fn look_up(names: &Arc<Names>, target: &Target, reach: Reach) -> Result<Vec<IpAddr>, Fault> {
    let found = match &target.host {
        Host::Address(address) => vec![*address],
        Host::Name(name) => {
            let (names, name) = (Arc::clone(names), name.clone());
            let looked_up = tokio::task::spawn_blocking(move || names(&name)).await;
            let looked_up = looked_up.map_err(|error| Fault::NoName(error.to_string()))?;
            looked_up.map_err(|error| Fault::NoName(error.to_string()))?
        }
    };
    match found.iter().find(|address| reach == Reach::Public && !is_global(**address)) {
        Some(address) => Err(Fault::NotGlobal(*address)),
        None if found.is_empty() => Err(Fault::NoName("there is none".into())),
        None => Ok(found),
    }
}

/// A connection to the first of them that takes it.
pub(super) async fn connect(addresses: &[IpAddr], port: u16) -> Result<TcpStream, Fault> {
    let mut last = None;
    for address in addresses.iter().take(TRIED) {
        match TcpStream::connect(SocketAddr::new(*address, port)).await {
            Ok(stream) => {
                // A small request does not wait for more of it.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Err(error) => last = Some(error),
        }
    }
    Err(Fault::Connect(last.map_or_else(|| "there is no address".into(), |error| error.to_string())))
}

/// TLS with whoever has the target's name.
pub(super) async fn agree(
    config: Arc<ClientConfig>,
    target: &Target,
    stream: TcpStream,
) -> Result<TlsStream<TcpStream>, Fault> {
    let name = match &target.host {
        Host::Name(name) => ServerName::try_from(name.clone()).map_err(|error| Fault::Tls(error.to_string()))?,
        Host::Address(address) => ServerName::from(*address),
    };
    TlsConnector::from(config).connect(name, stream).await.map_err(|error| Fault::Tls(error.to_string()))
}
