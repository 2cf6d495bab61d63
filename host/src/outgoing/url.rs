//! URLs that are asked: few forms, each of which means one thing to whoever reads it.

use super::Reach;
use hyper::Uri;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What is wrong with a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It cannot be read, or has letters that URLs do not have.
    Syntax,
    /// It is longer than 2,000 letters.
    Length,
    /// Not `https`.
    Scheme,
    /// A user or a password stands in it.
    Credentials,
    /// Its host is no name, and no address as addresses are written.
    Host,
    /// A port that other services have.
    Port,
    /// A part behind `#` is not sent.
    Fragment,
    /// An address that is not global.
    NotGlobal,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Syntax => "the URL cannot be read: write it in ASCII, with what stands out of it in percent signs",
            Self::Length => "the URL is longer than 2,000 letters",
            Self::Scheme => "the URL does not begin with `https://`",
            Self::Credentials => "a user or a password stands in the URL",
            Self::Host => "the URL has no host by name or address (`example.com`, `203.0.113.7`, `[2001:db8::7]`)",
            Self::Port => "the URL names a port below 1024 that is not that of its scheme",
            Self::Fragment => "the URL has a part behind `#`, which is never sent",
            Self::NotGlobal => "the URL leads to an address that is not global",
        })
    }
}

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub(super) tls: bool,
    pub(super) host: Host,
    pub(super) port: u16,
    /// Path and query.
    pub(super) path: Uri,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Host {
    /// In small letters.
    Name(String),
    Address(IpAddr),
}

const LENGTH_MAX: usize = 2_000;

impl Target {
    /// Reads a URL. Where a host is an address, it is looked at here.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(url: &str, reach: Reach) -> Result<Self, Wrong> {
        if url.len() > LENGTH_MAX {
            return Err(Wrong::Length);
        }
        // Other readers take a backslash for a slash, and drop tabs.
        if !url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>^`{|}".contains(&byte)) {
            return Err(Wrong::Syntax);
        }
        if url.contains('#') {
            return Err(Wrong::Fragment);
        }
        let tls = match url.split_once("://") {
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("https") => true,
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("http") && reach == Reach::Anywhere => false,
            _ => return Err(Wrong::Scheme),
        };
        let uri: Uri = url.parse().map_err(|_| Wrong::Syntax)?;
        let authority = uri.authority().ok_or(Wrong::Host)?.as_str();
        if authority.contains('@') {
            return Err(Wrong::Credentials);
        }
        let (host, port) = split(authority)?;
        let host = Host::read(host)?;
        let own = if tls { 443 } else { 80 };
        let port = port.unwrap_or(own);
        if port != own && port < 1024 {
            return Err(Wrong::Port);
        }
        if let Host::Address(address) = host
            && reach == Reach::Public
            && !super::is_global(address)
        {
            return Err(Wrong::NotGlobal);
        }
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        Ok(Self { tls, host, port, path: path.parse().map_err(|_| Wrong::Syntax)? })
    }

    /// Is it asked over TLS?
    pub(crate) const fn has_tls(&self) -> bool {
        self.tls
    }

    /// Is it this machine?
    pub(crate) fn is_here(&self) -> bool {
        match &self.host {
            Host::Name(name) => name == "localhost",
            Host::Address(address) => address.is_loopback(),
        }
    }

    /// Does it name nothing but a host?
    pub(crate) fn is_root(&self) -> bool {
        self.path == "/"
    }

    /// As `Host` has it.
    pub(super) fn authority(&self) -> String {
        let host = match &self.host {
            Host::Name(name) => name.clone(),
            Host::Address(IpAddr::V4(address)) => address.to_string(),
            Host::Address(IpAddr::V6(address)) => format!("[{address}]"),
        };
        if self.port == if self.tls { 443 } else { 80 } { host } else { format!("{host}:{}", self.port) }
    }
}

fn split(authority: &str) -> Result<(&str, Option<u16>), Wrong> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let end = rest.find(']').ok_or(Wrong::Host)?;
            (&authority[..end + 2], &rest[end + 1..])
        }
        None => authority.find(':').map_or((authority, ""), |at| authority.split_at(at)),
    };
    let Some(digits) = port.strip_prefix(':') else {
        return if port.is_empty() { Ok((host, None)) } else { Err(Wrong::Host) };
    };
    let number = Some(digits).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
    let number = number.and_then(|digits| digits.parse().ok()).filter(|number| *number > 0);
    Ok((host, Some(number.ok_or(Wrong::Port)?)))
}

impl Host {
    /// Names are those of the DNS, with letters, digits, hyphens and underscores; what ends in a number is an address, and of
    /// addresses only the common form is read: `2130706433` and `0x7f.1` mean something else to each reader.
    fn read(host: &str) -> Result<Self, Wrong> {
        if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return address.parse::<Ipv6Addr>().map(|address| Self::Address(address.into())).map_err(|_| Wrong::Host);
        }
        if let Ok(address) = host.parse::<Ipv4Addr>() {
            return Ok(Self::Address(address.into()));
        }
        let label = |label: &str| {
            let letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            (1..=63).contains(&label.len())
                && label.bytes().all(letter)
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let last = host.rsplit('.').next().unwrap_or_default();
        let number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.to_ascii_lowercase().starts_with("0x");
        if host.len() > 253 || !host.split('.').all(label) || number {
            return Err(Wrong::Host);
        }
        Ok(Self::Name(host.to_ascii_lowercase()))
    }
}
