//! Sessions of the console: how long they last, their cookie, and what a page of another site cannot send.

use data_encoding::BASE64URL_NOPAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use std::net::IpAddr;
use subtle::ConstantTimeEq as _;

/// A session that nobody uses ends after this.
pub const IDLE_S: i64 = 30 * 60;
/// Any session ends after this.
pub const LONGEST_S: i64 = 12 * 60 * 60;
/// A use is written down when the last one that was is so old.
const NOTED_S: i64 = 60;

/// When a session began, and when it was last seen to be used; seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The sign-in.
    pub made_at: i64,
    /// The last use that was written down.
    pub seen_at: i64,
}

impl Times {
    /// Of a sign-in.
    #[must_use]
    pub const fn new(now: i64) -> Self {
        Self { made_at: now, seen_at: now }
    }

    /// The time from which on it is no more, where it is not used.
    #[must_use]
    pub fn ends_at(self) -> i64 {
        self.made_at.saturating_add(LONGEST_S).min(self.seen_at.saturating_add(IDLE_S))
    }

    /// Does it still stand?
    #[must_use]
    pub fn stands(self, now: i64) -> bool {
        now < self.ends_at()
    }

    /// Is this use to be written down?
    #[must_use]
    pub const fn to_note(self, now: i64) -> bool {
        now.saturating_sub(self.seen_at) >= NOTED_S
    }
}

/// The cookie that carries a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Over https alone, and not to be set by a neighbour domain (`__Host-`, RFC 6265bis).
    Secure,
    /// Over plain http on this machine, where browsers keep no `Secure` cookie for every address.
    Loopback,
}

impl Cookie {
    /// Which, by the name the host was asked under and what a proxy before it says of the connection (`X-Forwarded-Proto`). Over
    /// plain http at another name the browser does not keep the cookie: nobody stays signed in where anybody can listen.
    #[must_use]
    pub fn at(authority: &str, forwarded_proto: Option<&str>) -> Self {
        let behind_https = forwarded_proto.is_some_and(|proto| proto.eq_ignore_ascii_case("https"));
        if is_loopback(authority) && !behind_https { Self::Loopback } else { Self::Secure }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Secure => "__Host-counterfoil",
            Self::Loopback => "counterfoil",
        }
    }

    /// `Set-Cookie` for a new session. It ends with the browser, and by the session's own times.
    #[must_use]
    pub fn set(self, session: &str) -> String {
        format!("{}={session}; {}", self.name(), self.attributes())
    }

    /// `Set-Cookie` that takes it away.
    #[must_use]
    pub fn clear(self) -> String {
        format!("{}=; Max-Age=0; {}", self.name(), self.attributes())
    }

    /// `Strict` costs nothing: the page is the same for everybody, and only its own scripts ask for more.
    const fn attributes(self) -> &'static str {
        match self {
            Self::Secure => "Path=/; HttpOnly; SameSite=Strict; Secure",
            Self::Loopback => "Path=/; HttpOnly; SameSite=Strict",
        }
    }

    /// The session in a `Cookie` header. A name that stands twice is not a cookie of ours.
    #[must_use]
    pub fn find(self, header: &str) -> Option<&str> {
        let pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
        let mut ours = pairs.filter(|(name, _)| *name == self.name()).map(|(_, value)| value);
        let found = ours.next();
        if ours.next().is_some() { None } else { found }
    }
}

fn is_loopback(authority: &str) -> bool {
    let name = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, _)) => address,
        None => authority.rsplit_once(':').map_or(authority, |(name, _)| name),
    };
    name.eq_ignore_ascii_case("localhost") || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The header that a page has to send with what changes something. Another site's page can make a browser send the cookie, but
/// does not know this and cannot set the header.
pub const CSRF_HEADER: &str = "counterfoil-csrf";

/// The token of a session: made from its secret, so that it belongs to it and need not be kept.
#[must_use]
pub fn csrf(session: &str) -> String {
    BASE64URL_NOPAD.encode(&csrf_bytes(session))
}

/// Is it that of the session?
#[must_use]
pub fn is_csrf(session: &str, shown: &str) -> bool {
    csrf(session).as_bytes().ct_eq(shown.as_bytes()).into()
}

fn csrf_bytes(session: &str) -> [u8; 32] {
    // HMAC takes a key of any length.
    Hmac::<Sha256>::new_from_slice(session.as_bytes())
        .map(|mac| mac.chain_update(b"counterfoil csrf").finalize().into_bytes().into())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Cookie, IDLE_S, LONGEST_S, Times, csrf, is_csrf};
    use crate::identity::{Issued, Kind};
    use proptest::prelude::*;

    #[test]
    fn it_ends_idle_and_in_any_case() {
        let times = Times::new(1_000);
        assert!(times.stands(1_000) && times.stands(1_000 + IDLE_S - 1) && !times.stands(1_000 + IDLE_S));
        let used = Times { seen_at: 1_000 + LONGEST_S - 1, ..times };
        assert!(used.stands(1_000 + LONGEST_S - 1) && !used.stands(1_000 + LONGEST_S));
        assert!(!times.to_note(1_059) && times.to_note(1_060));
    }

    proptest! {
        /// Whoever uses it at least every IDLE_S - NOTED_S seconds has it to its end, though not every use is written down.
        #[test]
        fn use_keeps_it(pauses in proptest::collection::vec(0..=IDLE_S - 60, 1..200)) {
            let (mut times, mut now) = (Times::new(0), 0);
            for pause in pauses {
                now += pause;
                if now >= LONGEST_S {
                    prop_assert!(!times.stands(now));
                    break;
                }
                prop_assert!(times.stands(now), "{} {:?}", now, times);
                if times.to_note(now) {
                    times.seen_at = now;
                }
            }
        }
    }

    #[test]
    fn plain_http_is_for_this_machine() {
        for (authority, proto, cookie) in [
            ("127.0.0.1:8090", None, Cookie::Loopback),
            ("127.8.0.1", None, Cookie::Loopback),
            ("[::1]:8090", None, Cookie::Loopback),
            ("LOCALHOST:1", None, Cookie::Loopback),
            ("127.0.0.1:8090", Some("http"), Cookie::Loopback),
            // A proxy on this machine that asks by our address.
            ("127.0.0.1:8090", Some("https"), Cookie::Secure),
            ("billing.example", None, Cookie::Secure),
            ("192.168.0.7:8090", None, Cookie::Secure),
            ("localhost.evil.example", None, Cookie::Secure),
            ("", None, Cookie::Secure),
        ] {
            assert_eq!(Cookie::at(authority, proto), cookie, "{authority} {proto:?}");
        }
    }

    #[test]
    fn the_cookie_is_set_found_and_taken_away() {
        assert_eq!(Cookie::Secure.set("s"), "__Host-counterfoil=s; Path=/; HttpOnly; SameSite=Strict; Secure");
        assert_eq!(Cookie::Loopback.set("s"), "counterfoil=s; Path=/; HttpOnly; SameSite=Strict");
        assert!(Cookie::Secure.clear().starts_with("__Host-counterfoil=; Max-Age=0; Path=/;"));
        assert_eq!(Cookie::Secure.find("a=b; __Host-counterfoil=s; counterfoil=t"), Some("s"));
        assert_eq!(Cookie::Loopback.find("a=b; __Host-counterfoil=s;counterfoil=t"), Some("t"));
        for none in ["", "counterfoil", "xcounterfoil=t", "counterfoil=t; counterfoil=u", "Counterfoil=t"] {
            assert_eq!(Cookie::Loopback.find(none), None, "{none}");
        }
    }

    #[test]
    fn a_csrf_token_belongs_to_its_session() {
        let session = || Issued::new(Kind::Session).expect("randomness").secret.reveal().to_owned();
        let (one, other) = (session(), session());
        assert!(is_csrf(&one, &csrf(&one)));
        assert!(!is_csrf(&one, &csrf(&other)) && !is_csrf(&one, "") && !is_csrf(&one, &one));
        assert_eq!(csrf("fixed"), csrf("fixed"));
    }
}
