//! The server: a request line and a body, as anybody could send them.

use crate::{READER, scratch};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use mizan_code::Reader;
use std::net::SocketAddr;
use std::sync::LazyLock;
use tokio::runtime::Runtime;
use tower::ServiceExt;

struct Server {
    runtime: Runtime,
    router: Router,
    csrf: String,
}

static SERVER: LazyLock<Server> = LazyLock::new(|| {
    LazyLock::force(&READER);
    let path = scratch("api").join("a.db");
    crate::archive_at(&path);
    let options = mizan_web::Options {
        archive: path,
        listen: ([127, 0, 0, 1], 8080).into(),
        hosts: Vec::new(),
        accounts: false,
        name: "huda".to_owned(),
        https: false,
        allow_private: false,
        program: "fuzz".to_owned(),
    };
    let router =
        mizan_web::router(options, Reader::builtin().expect("built-in data")).expect("a server");
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let mut server = Server { runtime, router, csrf: String::new() };
    let home = server.send(Method::GET, "/", "", &[]).expect("the first page").1;
    let at = home.find("name=\"csrf\" content=\"").map_or(0, |n| n + 21);
    server.csrf = home[at..].split('"').next().unwrap_or_default().to_owned();
    server
});

impl Server {
    fn send(
        &self,
        method: Method,
        path: &str,
        kind: &str,
        body: &[u8],
    ) -> Option<(StatusCode, String)> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "127.0.0.1:8080")
            .header("content-type", kind)
            .header("x-mizan-csrf", &self.csrf)
            .body(Body::from(body.to_vec()))
            .ok()?;
        let peer: SocketAddr = ([127, 0, 0, 1], 9).into();
        request.extensions_mut().insert(ConnectInfo(peer));
        self.runtime.block_on(async {
            let answer = self.router.clone().oneshot(request).await.ok()?;
            let status = answer.status();
            let bytes = answer.into_body().collect().await.ok()?.to_bytes();
            Some((status, String::from_utf8_lossy(&bytes).into_owned()))
        })
    }
}

/// The first line is the path, after a letter for the method and the kind of body: `g` GET, `j` POST of JSON,
/// `f` of a form, `m` of a form in parts. The rest is the body.
pub fn api(bytes: &[u8]) {
    let cut = bytes.iter().position(|b| *b == b'\n').unwrap_or(bytes.len());
    let Ok(line) = std::str::from_utf8(&bytes[..cut]) else { return };
    let body = bytes.get(cut + 1..).unwrap_or_default();
    let Some(path) = line.get(1..).filter(|p| p.starts_with('/')) else { return };
    // Signing in is slow by design; addresses would be fetched.
    if path.starts_with("/login")
        || body.windows(3).any(|w| w == b"://" || w == b"%3A" || w == b"%3a")
    {
        return;
    }
    let (method, kind) = match bytes[0] {
        b'g' => (Method::GET, ""),
        b'j' => (Method::POST, "application/json"),
        b'f' => (Method::POST, "application/x-www-form-urlencoded"),
        _ => (Method::POST, "multipart/form-data; boundary=X"),
    };
    if let Some((status, answer)) = SERVER.send(method, path, kind, body) {
        assert_ne!(status, StatusCode::INTERNAL_SERVER_ERROR, "{answer}");
    }
}
