//! Which addresses are those of the public internet: the IANA registries of special-purpose addresses, read to be on the safe side.
//! <https://www.iana.org/assignments/iana-ipv4-special-registry>, <https://www.iana.org/assignments/iana-ipv6-special-registry>

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// First address and length of what is no public IPv4.
const NOT_V4: &[([u8; 4], u32)] = &[
    // This network, and whoever has no address yet.
    ([0, 0, 0, 0], 8),
    // Private (RFC 1918), as 172.16 and 192.168.
    ([10, 0, 0, 0], 8),
    // Between a carrier and its customers (RFC 6598).
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    // Of one link (RFC 3927); clouds tell secrets at 169.254.169.254.
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    // Protocol assignments (RFC 6890).
    ([192, 0, 0, 0], 24),
    // Documentation (RFC 5737), as 198.51.100 and 203.0.113.
    ([192, 0, 2, 0], 24),
    // The end of 6to4 (RFC 7526).
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    // Measurements between networks (RFC 2544).
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    // To many, reserved, and to all.
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

/// What of 2000::/3 is no public IPv6. All outside it is none.
const NOT_V6: &[([u16; 3], u32)] = &[
    // Protocol assignments (RFC 2928): Teredo, measurements, ORCHID.
    ([0x2001, 0, 0], 23),
    // Documentation (RFC 3849, RFC 9637).
    ([0x2001, 0x0db8, 0], 32),
    ([0x3fff, 0, 0], 20),
    // 6to4 (RFC 3056): it leads to an IPv4 address, whichever.
    ([0x2002, 0, 0], 16),
];

/// Is it an address of the public internet, to one receiver? What leads to an IPv4 address inside (mapped, NAT64) is as that is.
#[must_use]
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => v4(address),
        IpAddr::V6(address) => v6(address),
    }
}

fn v4(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    !NOT_V4.iter().any(|(first, length)| bits >> (32 - length) == u32::from_be_bytes(*first) >> (32 - length))
}

fn v6(address: Ipv6Addr) -> bool {
    // An IPv4 address in IPv6 letters (RFC 4291) is what it is; by a translator (RFC 6052) it is reached from IPv6 alone.
    if let Some(inside) = address.to_ipv4_mapped() {
        return v4(inside);
    }
    let segments = address.segments();
    if segments[..6] == [0x64, 0xff9b, 0, 0, 0, 0] {
        return v4(Ipv4Addr::from_bits(address.to_bits() as u32));
    }
    let within = |first: [u16; 3], length: u32| {
        let first = first.iter().fold(0_u128, |bits, part| bits << 16 | u128::from(*part)) << 80;
        address.to_bits() >> (128 - length) == first >> (128 - length)
    };
    within([0x2000, 0, 0], 3) && !NOT_V6.iter().any(|(first, length)| within(*first, *length))
}
