//! The server: its routes, and what it needs before it can open.

use crate::accounts::{AccountError, Accounts};
use crate::api;
use crate::app::{App, Options};
use crate::assets;
use crate::guard::{BODY, guard};
use crate::pages;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::get;
use mizan_archive::{Access, Archive, ArchiveError};
use mizan_code::Reader;
use std::net::SocketAddr;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

/// Why the workbench could not open.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum Failed {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(transparent)]
    Accounts(#[from] AccountError),
    #[error(
        "others could reach {0}, and there are no accounts yet: `mizan user add NAME --role editor` makes one"
    )]
    NoAccounts(SocketAddr),
    #[error("cannot listen on {0}: {1}; --listen names another address and port")]
    Listen(SocketAddr, std::io::Error),
    #[error("the server broke off: {0}")]
    Broken(std::io::Error),
}

/// The interface's description after OpenAPI 3.1, as JSON.
#[must_use]
pub fn openapi() -> String {
    api::description().to_pretty_json().unwrap_or_default()
}

/// The routes over an archive, which is made where there is none.
///
/// # Errors
/// Where the archive or the accounts cannot be used, or where others could reach the server and nobody has an account.
pub fn router(options: Options, reader: Reader) -> Result<Router, Failed> {
    // Made, or brought up to date, before anybody asks.
    drop(Archive::open(&options.archive, Access::Write).or_else(|e| match e {
        ArchiveError::ReadOnly(_) => Archive::open(&options.archive, Access::Read),
        e => Err(e),
    })?);
    let accounts = match Accounts::open(&Accounts::path_for(&options.archive)) {
        Err(_) if !options.guarded() => Accounts::in_memory()?,
        other => other?,
    };
    if options.guarded() && accounts.list()?.is_empty() {
        return Err(Failed::NoAccounts(options.listen));
    }
    let app = App::new(options, reader, accounts);
    Ok(routes(app))
}

fn routes(app: Arc<App>) -> Router {
    Router::new()
        .merge(pages::routes())
        .merge(api::routes())
        .layer(DefaultBodyLimit::max(BODY))
        .layer(CompressionLayer::new().gzip(true).quality(CompressionLevel::Fastest))
        .route("/static/{hash}/{name}", get(assets::asset))
        .fallback(|| async { crate::error::WebError::absent("") })
        .layer(axum::middleware::from_fn_with_state(app.clone(), guard))
        .with_state(app)
}

/// Serves until the process is asked to end; `ready` is called with the address once it listens.
///
/// # Errors
/// Where it cannot open or listen.
pub fn serve(
    options: Options,
    reader: Reader,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), Failed> {
    let listen = options.listen;
    let router = router(options, reader)?;
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failed::Broken)?;
    runtime.block_on(async move {
        let listener =
            tokio::net::TcpListener::bind(listen).await.map_err(|e| Failed::Listen(listen, e))?;
        ready(listener.local_addr().map_err(Failed::Broken)?);
        axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
            .with_graceful_shutdown(ended())
            .await
            .map_err(Failed::Broken)
    })
}

/// Waits for Ctrl-C, or for the system to ask it to end.
async fn ended() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut term) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = term.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
