//! `demarche serve`: the report fed by the store, in the browser.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;

use crate::serve::{self, Server};
use crate::store::Store;

use crate::cli::args::{self, General};
use crate::cli::{interrupt, output, setup};

/// Prints the address and answers until Ctrl-C.
pub fn run(general: &General, args: &args::Serve) -> anyhow::Result<()> {
    let store = Store::open(&args.store)?;
    let options = args.options(general);
    let dictionary = options.model.dictionary()?;
    let lens = setup::lens(general, &store, &dictionary, &args.lens.lens())?;
    let listeners = serve::listen(args.port).map_err(|error| no_port(args.port, &error))?;
    let server = Server::new(store, options, listeners.port())?;
    let address = server.address(&lens);
    if !listeners.has_v6() {
        output::say(
            general,
            "note: this machine has no ::1 (IPv6); only 127.0.0.1 is answered on",
        );
    }
    // Who reads the address may send Ctrl-C at once.
    let stop = interrupt::flag();
    let mut out = io::stdout().lock();
    writeln!(out, "{address}")?;
    out.flush()?;
    drop(out);
    output::say(
        general,
        "Open this address in a browser on this machine; whoever knows it can read the store. Ctrl-C ends the program",
    );
    if args.open
        && let Err(error) = open::that_detached(&address)
    {
        output::say(
            general,
            format_args!("note: no browser can be opened ({error}); open the address yourself"),
        );
    }
    serve::run(&Arc::new(server), listeners, set(stop)).context("the store cannot be served")?;
    output::say(general, "ended");
    Ok(())
}

/// How often it is looked whether the flag is set.
const LOOK: Duration = Duration::from_millis(50);

/// Ready when the flag is set.
async fn set(flag: Arc<AtomicBool>) {
    while !flag.load(Ordering::Relaxed) {
        tokio::time::sleep(LOOK).await;
    }
}

fn no_port(port: u16, error: &io::Error) -> anyhow::Error {
    match (port, error.kind()) {
        (0, _) => anyhow::anyhow!("no port is free on 127.0.0.1 and ::1: {error}"),
        (port, io::ErrorKind::AddrInUse) => anyhow::anyhow!(
            "port {port} is in use on 127.0.0.1 or ::1. Choose another with --port, or leave it out to take one that is free"
        ),
        (port, io::ErrorKind::PermissionDenied) => anyhow::anyhow!(
            "port {port} may not be used ({error}). Choose one from 1024 on with --port"
        ),
        (port, _) => anyhow::anyhow!("port {port} cannot be used: {error}"),
    }
}
