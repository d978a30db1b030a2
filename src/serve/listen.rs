//! Taking the same port on both loopback addresses.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

/// How often a free port is sought that is free on both addresses.
const TRIES: u32 = 64;

/// The sockets that a server answers on: 127.0.0.1 and, where the machine has it, `::1`, on one port.
#[derive(Debug)]
pub struct Listeners {
    pub(super) v4: TcpListener,
    pub(super) v6: Option<TcpListener>,
    port: u16,
}

impl Listeners {
    /// The port.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Whether `::1` is answered on too; not on a machine without IPv6.
    pub const fn has_v6(&self) -> bool {
        self.v6.is_some()
    }
}

/// Takes a port on 127.0.0.1 and `::1`; 0 takes one that is free on both. On a machine without IPv6 only 127.0.0.1 is taken.
///
/// # Errors
/// The port is in use on one of them, may not be taken, or no port is free.
pub fn listen(port: u16) -> io::Result<Listeners> {
    listen_with(port, TcpListener::bind)
}

fn listen_with(
    port: u16,
    bind: impl Fn(SocketAddr) -> io::Result<TcpListener>,
) -> io::Result<Listeners> {
    let mut left = if port == 0 { TRIES } else { 1 };
    loop {
        left -= 1;
        let v4 = bind(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port))?;
        let taken = v4.local_addr()?.port();
        match bind(SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), taken)) {
            Ok(v6) => {
                return Ok(Listeners {
                    v4,
                    v6: Some(v6),
                    port: taken,
                });
            }
            // Another program answers there: `localhost` could lead to it.
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                if left == 0 {
                    return Err(error);
                }
            }
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => return Err(error),
            Err(_) => {
                return Ok(Listeners {
                    v4,
                    v6: None,
                    port: taken,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    fn fails(kind: io::ErrorKind) -> io::Result<TcpListener> {
        Err(io::Error::from(kind))
    }

    #[test]
    fn a_machine_without_ipv6_is_served_on_ipv4() {
        for kind in [io::ErrorKind::AddrNotAvailable, io::ErrorKind::Unsupported] {
            let listeners = listen_with(0, |address| match address {
                SocketAddr::V4(_) => TcpListener::bind(address),
                SocketAddr::V6(_) => fails(kind),
            });
            let listeners = listeners.expect("127.0.0.1 is there");
            assert!(!listeners.has_v6());
            assert_ne!(listeners.port(), 0);
        }
    }

    #[test]
    fn a_port_that_another_program_has_on_one_address_is_not_taken() {
        let asked = Cell::new(0);
        let listeners = listen_with(0, |address| match address {
            SocketAddr::V4(_) => TcpListener::bind(address),
            SocketAddr::V6(_) => {
                asked.set(asked.get() + 1);
                if asked.get() < 3 {
                    return fails(io::ErrorKind::AddrInUse);
                }
                // Whether or not this machine has ::1, the third port is free there.
                TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            }
        });
        assert!(listeners.expect("the third port is free").has_v6());
        assert_eq!(asked.get(), 3);
        let busy = listen_with(0, |address| match address {
            SocketAddr::V4(_) => TcpListener::bind(address),
            SocketAddr::V6(_) => fails(io::ErrorKind::AddrInUse),
        });
        assert_eq!(
            busy.expect_err("never free").kind(),
            io::ErrorKind::AddrInUse
        );
    }

    #[test]
    fn a_given_port_must_be_free_on_both() {
        let other = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = other.local_addr().expect("it is bound").port();
        let busy = listen(port).expect_err("127.0.0.1 is taken");
        assert_eq!(busy.kind(), io::ErrorKind::AddrInUse);
        drop(other);
        let busy = listen_with(port, |address| match address {
            SocketAddr::V4(_) => TcpListener::bind(address),
            SocketAddr::V6(_) => fails(io::ErrorKind::AddrInUse),
        });
        assert_eq!(
            busy.expect_err("::1 is taken").kind(),
            io::ErrorKind::AddrInUse
        );
    }
}
