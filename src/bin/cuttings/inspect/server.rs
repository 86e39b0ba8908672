//! `cuttings inspect --serve`: the same pages at a loopback address.
//!
//! Whoever can send a request to the port could have files read. So the server listens on the loopback alone, and answers only
//! who knows the token in the path, which is printed and nowhere else; a page from elsewhere that a browser has open is refused by
//! the request's `Host` (which a name bound to 127.0.0.1 does not match) and by its `Origin`.

use std::convert::Infallible;
use std::io::Write;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Full, Limited};
use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use super::form::{Asked, form};
use super::inspector::Inspector;
use crate::output::{Failure, Outcome};
use crate::terminal;
use cuttings::html_page::{HtmlPage, escaped};

/// Bytes of a request: a page as large as any that is read, in the form in which browsers send what was pasted.
const MAX_BODY_BYTES: usize = 64 << 20;

/// Connections at a time: one person looks at pages here.
const MAX_CONNECTIONS: usize = 32;

/// Pages that are read at a time.
const MAX_PAGES: usize = 2;

/// How long a request may take to come in, its head and its body.
const MAX_HEAD_TIME: Duration = Duration::from_secs(10);
const MAX_BODY_TIME: Duration = Duration::from_secs(60);

/// Serves until it is interrupted.
pub fn serve(inspector: Inspector, port: Option<u16>) -> Result<Outcome, Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|e| Failure::Usage(format!("--serve: {e}")))?;
    let served = runtime.block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.unwrap_or(0)));
        let listener =
            TcpListener::bind(address).await.map_err(|e| Failure::Usage(format!("--serve: {address}: {e}")))?;
        let server = Server::new(inspector, &listener)?;
        // It listens before anybody is told that it runs.
        let interrupted = tokio::spawn(tokio::signal::ctrl_c());
        tokio::task::yield_now().await;
        let told = format!("http://{}{}\n", server.gate.host, server.gate.path);
        let mut out = std::io::stdout();
        let written = out.write_all(told.as_bytes()).and_then(|()| out.flush());
        written.map_err(|source| Failure::Write { to: "standard output".to_owned(), source })?;
        terminal::say("serving at this address until Ctrl-C");
        tokio::select! {
            () = accept(listener, Arc::new(server)) => {}
            _ = interrupted => {}
        }
        Ok(Outcome::Done)
    });
    // A page that is being read is not waited for.
    runtime.shutdown_background();
    served
}

async fn accept(listener: TcpListener, server: Arc<Server>) {
    let free = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let Ok(slot) = free.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Out of file handles, say: others end meanwhile.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let server = server.clone();
        tokio::spawn(async move {
            let service = service_fn(move |request| {
                let server = server.clone();
                async move { Ok::<_, Infallible>(server.answer(request).await) }
            });
            // No connection is kept for a next request: 32 that idle would lock the person out.
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(MAX_HEAD_TIME).keep_alive(false);
            _ = http.serve_connection(TokioIo::new(stream), service).await;
            drop(slot);
        });
    }
}

struct Server {
    inspector: Arc<Inspector>,
    gate: Gate,
    pages: Semaphore,
}

type Answer = Response<Full<Bytes>>;

impl Server {
    fn new(inspector: Inspector, listener: &TcpListener) -> Result<Server, Failure> {
        let failed = |e: &dyn std::fmt::Display| Failure::Usage(format!("--serve: {e}"));
        let address = listener.local_addr().map_err(|e| failed(&e))?;
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|e| failed(&e))?;
        let path = format!("/{}/", data_encoding::HEXLOWER.encode(&random));
        let gate = Gate { host: address.to_string(), path };
        Ok(Server { inspector: Arc::new(inspector), gate, pages: Semaphore::new(MAX_PAGES) })
    }

    async fn answer(&self, request: Request<Incoming>) -> Answer {
        if let Err((status, why)) = self.gate.admit(request.method(), request.uri(), request.headers()) {
            return refusal(status, why);
        }
        if request.method() != Method::POST {
            let page = form(&Asked::default(), None);
            return answer(StatusCode::OK, page);
        }
        if request.body().size_hint().lower() > MAX_BODY_BYTES as u64 {
            return refusal(StatusCode::PAYLOAD_TOO_LARGE, "the request is too large");
        }
        let body = Limited::new(request.into_body(), MAX_BODY_BYTES).collect();
        let body = match tokio::time::timeout(MAX_BODY_TIME, body).await {
            Ok(Ok(body)) => body.to_bytes(),
            Ok(Err(_)) => return refusal(StatusCode::PAYLOAD_TOO_LARGE, "the request is too large, or broke off"),
            Err(_) => return refusal(StatusCode::REQUEST_TIMEOUT, "the request took too long"),
        };
        let Ok(_free) = self.pages.acquire().await else {
            return refusal(StatusCode::SERVICE_UNAVAILABLE, "the server ends");
        };
        let inspector = self.inspector.clone();
        match tokio::task::spawn_blocking(move || Asked::read(&body).answer(&inspector)).await {
            Ok(found) => {
                let status = if found.is_error { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
                answer(status, found.page)
            }
            Err(_) => refusal(StatusCode::INTERNAL_SERVER_ERROR, "reading the page failed"),
        }
    }
}

/// Who is let in.
struct Gate {
    /// The one value of `Host` that is ours.
    host: String,
    /// The one path, with the token in it.
    path: String,
}

impl Gate {
    /// Refuses what does not come from who was told the address.
    fn admit(&self, method: &Method, uri: &hyper::Uri, headers: &HeaderMap) -> Result<(), (StatusCode, &'static str)> {
        let mut hosts = headers.get_all(header::HOST).iter();
        let is_ours = hosts.next().is_some_and(|h| h.as_bytes() == self.host.as_bytes()) && hosts.next().is_none();
        // An address in the request line would go before `Host`.
        if !is_ours || uri.authority().is_some() {
            return Err((StatusCode::MISDIRECTED_REQUEST, "not the address of this server"));
        }
        if !is_same(uri.path().as_bytes(), self.path.as_bytes()) {
            return Err((StatusCode::NOT_FOUND, "nothing here"));
        }
        let origin = format!("http://{}", self.host);
        let is_own = |value: &HeaderValue| value.as_bytes() == origin.as_bytes();
        let origins = headers.get_all(header::ORIGIN);
        if !origins.iter().all(is_own) {
            return Err((StatusCode::FORBIDDEN, "asked by a page of another origin"));
        }
        match *method {
            Method::GET | Method::HEAD => Ok(()),
            Method::POST if origins.iter().next().is_none() => {
                Err((StatusCode::FORBIDDEN, "asked by no page of this server"))
            }
            Method::POST => Ok(()),
            _ => Err((StatusCode::METHOD_NOT_ALLOWED, "only GET and POST")),
        }
    }
}

/// Whether two texts are the same, told in a time that does not say how far they are.
fn is_same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differing, (a, b)| differing | (a ^ b)) == 0
}

fn refusal(status: StatusCode, why: &str) -> Answer {
    let page = HtmlPage::new("cuttings inspect", format!("<main class=\"panel\"><p>{}</p></main>", escaped(why)));
    answer(status, page)
}

fn answer(status: StatusCode, page: HtmlPage) -> Answer {
    let policy = page.policy();
    let mut answer = Response::new(Full::new(Bytes::from(page.finish())));
    *answer.status_mut() = status;
    let policy = HeaderValue::from_str(&format!("{policy}; frame-ancestors 'none'"));
    let fixed = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        // With `no-referrer` browsers would not tell the origin of the form.
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ];
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.unwrap_or(HeaderValue::from_static("default-src 'none'")));
    headers.extend(fixed.map(|(name, value)| (name, HeaderValue::from_static(value))));
    answer
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gate() -> Gate {
        Gate { host: "127.0.0.1:4711".to_owned(), path: "/0123456789abcdef/".to_owned() }
    }

    fn admitted(method: Method, uri: &str, headers: &[(&str, &str)]) -> u16 {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(header::HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        gate().admit(&method, &uri.parse().unwrap(), &map).map_or_else(|(status, _)| status.as_u16(), |()| 200)
    }

    #[test]
    fn only_its_own_address_is_answered() {
        let path = "/0123456789abcdef/";
        let own = ("host", "127.0.0.1:4711");
        assert_eq!(admitted(Method::GET, path, &[own]), 200);
        for host in
            ["localhost:4711", "127.0.0.1", "127.0.0.1:4712", "evil.example:4711", "127.0.0.1:4711.evil.example", ""]
        {
            assert_eq!(admitted(Method::GET, path, &[("host", host)]), 421, "{host}");
        }
        assert_eq!(admitted(Method::GET, path, &[]), 421);
        assert_eq!(admitted(Method::GET, path, &[own, ("host", "evil.example")]), 421);
        assert_eq!(admitted(Method::GET, &format!("http://evil.example{path}"), &[own]), 421);
    }

    #[test]
    fn only_the_path_with_the_token_is_answered() {
        let own = ("host", "127.0.0.1:4711");
        for path in [
            "/",
            "/0123456789abcdee/",
            "/0123456789abcdef",
            "/0123456789abcdef/../",
            "/0123456789abcdef/x",
            "/../../etc/passwd",
        ] {
            assert_eq!(admitted(Method::GET, path, &[own]), 404, "{path}");
        }
        assert_eq!(admitted(Method::GET, "/0123456789abcdef/?x=1", &[own]), 200);
    }

    #[test]
    fn only_its_own_pages_may_ask() {
        let (path, own) = ("/0123456789abcdef/", ("host", "127.0.0.1:4711"));
        assert_eq!(admitted(Method::POST, path, &[own, ("origin", "http://127.0.0.1:4711")]), 200);
        assert_eq!(admitted(Method::POST, path, &[own]), 403);
        for origin in
            ["null", "http://evil.example", "https://127.0.0.1:4711", "http://127.0.0.1:4712", "http://localhost:4711"]
        {
            assert_eq!(admitted(Method::POST, path, &[own, ("origin", origin)]), 403, "{origin}");
            assert_eq!(admitted(Method::GET, path, &[own, ("origin", origin)]), 403, "{origin}");
        }
        assert_eq!(admitted(Method::PUT, path, &[own, ("origin", "http://127.0.0.1:4711")]), 405);
        assert_eq!(admitted(Method::OPTIONS, path, &[own]), 405);
    }
}
