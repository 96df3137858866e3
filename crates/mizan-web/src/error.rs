//! What can go wrong with a request, as a page for a person or as JSON for a program.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use mizan_archive::ArchiveError;
use serde::Serialize;
use utoipa::ToSchema;

/// What handlers give.
pub type Web<T> = Result<T, WebError>;

/// An error with its status, a word for what it is (a key of the interface's texts) and the details.
#[derive(Debug, Clone)]
pub struct WebError {
    pub status: StatusCode,
    /// `error.<key>` of the texts says it in the reader's language.
    pub key: &'static str,
    /// In English, for who has to mend it; empty where the key says all.
    pub detail: String,
}

/// An error as the JSON interface gives it.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// What it is: question, absent, forbidden, login, token, many, large, long, store or broken.
    pub error: &'static str,
    /// What was wrong and what to do.
    pub detail: String,
}

impl WebError {
    pub fn new(status: StatusCode, key: &'static str, detail: impl Into<String>) -> Self {
        WebError { status, key, detail: detail.into() }
    }

    pub fn question(detail: impl Into<String>) -> Self {
        WebError::new(StatusCode::BAD_REQUEST, "question", detail)
    }

    pub fn absent(detail: impl Into<String>) -> Self {
        WebError::new(StatusCode::NOT_FOUND, "absent", detail)
    }

    pub fn forbidden(detail: impl Into<String>) -> Self {
        WebError::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    pub fn login() -> Self {
        WebError::new(StatusCode::UNAUTHORIZED, "login", "")
    }

    pub fn broken() -> Self {
        WebError::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", "")
    }

    pub fn closing() -> Self {
        WebError::new(StatusCode::SERVICE_UNAVAILABLE, "broken", "the server is closing")
    }

    pub fn problem(&self) -> Problem {
        Problem { status: self.status.as_u16(), error: self.key, detail: self.detail.clone() }
    }
}

impl From<ArchiveError> for WebError {
    fn from(e: ArchiveError) -> Self {
        let words = e.to_string();
        match e {
            ArchiveError::Question(_) if words.contains("nothing of this id") => {
                WebError::absent(words)
            }
            ArchiveError::Question(_) => WebError::question(words),
            ArchiveError::Long => WebError::new(StatusCode::SERVICE_UNAVAILABLE, "long", words),
            _ => WebError::new(StatusCode::INTERNAL_SERVER_ERROR, "store", words),
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        // The guard turns it into a page where a person asked; see `guard::shown`.
        let mut response = (self.status, Json(self.problem())).into_response();
        response.extensions_mut().insert(self);
        response
    }
}
