//! The report fed by the store, for a browser on the same machine: a small HTTP server on the loopback addresses.
//!
//! Uses `report` for the page and what it shows, `analysis` and `pipeline` for everything else. It reads one store and writes nothing.
//! [`listen`] takes 127.0.0.1 and `::1`, never another address; `guard.rs` says who is answered. What takes time runs on
//! threads of its own, with a limit; one analysis at a time, the last few are kept.
//!
//! ```no_run
//! use std::sync::Arc;
//! use demarche::serve::{ServeOptions, Server, listen, run};
//! use demarche::store::Store;
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let listeners = listen(0)?;
//! let store = Store::open("out/store".as_ref())?;
//! let server = Server::new(store, ServeOptions::default(), listeners.port())?;
//! let address = server.address(&Default::default());
//! // Tell the user the address, then answer until the future given is ready.
//! run(&Arc::new(server), listeners, std::future::pending())?;
//! # Ok(())
//! # }
//! ```

mod analyse;
mod answer;
mod articles;
mod evidence;
mod guard;
mod listen;
mod parameters;
mod routes;
mod run;
mod search;
mod server;
mod studies;

pub use listen::{Listeners, listen};
pub use run::run;
pub use server::{ServeOptions, ServedPeriods, Server};
