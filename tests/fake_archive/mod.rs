//! An archive on loopback that answers as archives do, good and bad.
//!
//! [`FakeArchive::serve`] takes a function from requests to replies; [`Holdings`] is one that behaves like the Wayback
//! Machine over a list of captures. Everything here is made up: shapes are real, words are ours.
#![allow(dead_code, unused_imports, reason = "not every test uses all of it")]

mod holdings;

use std::collections::HashMap;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cuttings::{Archive, FetchOptions, Fetcher, Timestamp};
pub use holdings::{Held, Holdings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Request {
    /// Path and query, as sent.
    pub target: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub time: Instant,
}

impl Request {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| &**value)
    }

    /// The parameters of the query, decoded.
    pub fn query(&self) -> HashMap<String, String> {
        self.pairs().into_iter().collect()
    }

    /// The same where one may come twice.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let query = self.target.split_once('?').map_or("", |(_, query)| query);
        url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
    }
}

/// What is answered.
#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    /// Lines of the head as they are.
    raw: Vec<u8>,
    body: Vec<u8>,
    how: How,
}

#[derive(Debug, Clone, Copy)]
enum How {
    Whole,
    /// Never an answer, and never an end.
    Hang,
    /// A byte at a time, so long between two.
    Drip(Duration),
    /// Without a length, until all is said.
    Unannounced,
}

impl Reply {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Reply {
        Reply { status, headers: Vec::new(), raw: Vec::new(), body: body.into(), how: How::Whole }
    }

    pub fn header(mut self, name: &str, value: impl Into<String>) -> Reply {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// A header whose value is no text.
    pub fn header_bytes(mut self, name: &str, value: &[u8]) -> Reply {
        self.raw.extend_from_slice(&[name.as_bytes(), b": ", value, b"\r\n"].concat());
        self
    }

    pub fn html(self) -> Reply {
        self.header("Content-Type", "text/html")
    }

    /// Something archived, of this time: fourteen digits.
    pub fn memento(status: u16, timestamp: &str, body: impl Into<Vec<u8>>) -> Reply {
        Reply::new(status, body)
            .header("Memento-Datetime", http_date(timestamp))
            .header("X-Archive-Orig-Server", "gull")
    }

    /// The archive's own redirect.
    pub fn redirect(to: impl Into<String>) -> Reply {
        Reply::new(302, "").header("Location", to).header("X-Archive-Redirect-Reason", "found another capture")
    }

    pub fn never_archived() -> Reply {
        Reply::new(404, "<h1>Nothing here</h1><p>No capture of that address is held.").html()
    }

    pub fn excluded() -> Reply {
        Reply::new(200, "<h1>Sorry</h1><p>This URL has been excluded from the Wayback Machine.").html()
    }

    /// The page about an archived redirect that people are shown.
    pub fn redirect_page(to: &str) -> Reply {
        let body = format!(
            "<p class=\"code shift red\">Got an HTTP 301 response at crawl time</p><p>On the way to...</p>\
             <p class=\"impatient\"><a href=\"{to}\">Impatient?</a></p>"
        );
        Reply::new(200, body).html().header("x-archive-src", "crawl-1/crawl-1.warc.gz")
    }

    /// pywb's frame, which has the time of the page and not its words.
    pub fn frame_page(timestamp: &str) -> Reply {
        let body = "<html><head><script src='/static/wb_frame.js'></script></head><body>\
             <div id=\"wb_iframe_div\"><iframe id=\"replay_iframe\" class=\"wb_iframe\"></iframe></div>\
             <script>var cframe = new ContentFrame({\"iframe\": \"#replay_iframe\"});</script></body></html>";
        Reply::new(200, body).html().header("Memento-Datetime", http_date(timestamp))
    }

    pub fn playback_failure(error: &str) -> Reply {
        Reply::new(404, "<p>Something went wrong.").html().header("X-Archive-Wayback-Runtime-Error", error)
    }

    pub fn hang() -> Reply {
        Reply { how: How::Hang, ..Reply::new(200, "") }
    }

    pub fn drip(mut self, pause: Duration) -> Reply {
        self.how = How::Drip(pause);
        self
    }

    pub fn unannounced(mut self) -> Reply {
        self.how = How::Unannounced;
        self
    }

    async fn write(&self, socket: &mut TcpStream) -> std::io::Result<()> {
        let mut head = format!("HTTP/1.1 {} Status\r\nConnection: close\r\n", self.status);
        if !matches!(self.how, How::Unannounced) {
            head += &format!("Content-Length: {}\r\n", self.body.len());
        }
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        let head = [head.as_bytes(), &self.raw, b"\r\n"].concat();
        match self.how {
            How::Hang => {
                std::future::pending::<()>().await;
            }
            How::Drip(pause) => {
                socket.write_all(&head).await?;
                for byte in &self.body {
                    socket.write_all(&[*byte]).await?;
                    tokio::time::sleep(pause).await;
                }
            }
            How::Whole | How::Unannounced => {
                socket.write_all(&head).await?;
                socket.write_all(&self.body).await?;
            }
        }
        socket.shutdown().await
    }
}

/// The server. It ends with its runtime.
pub struct FakeArchive {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
}

impl FakeArchive {
    pub async fn serve(answer: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> FakeArchive {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (requests.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let (log, answer) = (log.clone(), answer.clone());
                tokio::spawn(async move {
                    let Some(request) = read(&mut socket).await else { return };
                    log.lock().unwrap().push(request.clone());
                    let _ = answer(&request).write(&mut socket).await;
                });
            }
        });
        FakeArchive { address, requests }
    }

    /// One that answers every request alike.
    pub async fn always(reply: Reply) -> FakeArchive {
        FakeArchive::serve(move |_| reply.clone()).await
    }

    /// An address at which nobody takes connections.
    pub async fn refused() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}", listener.local_addr().unwrap())
    }

    /// `http://127.0.0.1:PORT`
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn wayback(&self) -> Archive {
        Archive::wayback_like(&self.origin()).unwrap()
    }

    /// The collection `web` of a pywb.
    pub fn pywb(&self) -> Archive {
        Archive::pywb(&format!("{}/web", self.origin())).unwrap()
    }

    /// The address of the bytes of a capture.
    pub fn raw(&self, timestamp: &str, original: &str) -> String {
        format!("{}/web/{timestamp}id_/{original}", self.origin())
    }

    /// Paths and queries of all requests so far.
    pub fn targets(&self) -> Vec<String> {
        self.requests.lock().unwrap().iter().map(|request| request.target.clone()).collect()
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

async fn read(socket: &mut TcpStream) -> Option<Request> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(socket.read_u8().await.ok()?);
    }
    let head = String::from_utf8(head).ok()?;
    let mut lines = head.lines();
    let target = lines.next()?.split(' ').nth(1)?.to_owned();
    let headers = lines.filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(n, v)| (n.to_ascii_lowercase(), v.trim().to_owned())).collect();
    Some(Request { target, headers, time: Instant::now() })
}

/// A page with a story under this headline.
pub fn page(headline: &str) -> String {
    format!(
        "<!doctype html><title>{headline} | The Sound</title><article><h1>{headline}</h1>\
         <p>The Kerrera ferry sailed again on Monday after a winter in dry dock, with eleven sheep on board.</p>\
         <p>Its skipper said that neither the sheep nor the new engine had made any trouble at all.</p></article>"
    )
}

/// A time, by its first digits.
pub fn at(digits: &str) -> cuttings::Period {
    digits.parse().unwrap()
}

/// A fetcher that may ask loopback, and does not wait.
pub fn options() -> FetchOptions {
    let soon = Duration::from_millis(10);
    FetchOptions::default().allow_private(true).max_retries(0).backoff(soon).max_wait(soon)
}

pub fn fetcher() -> Fetcher {
    Fetcher::new(options()).unwrap()
}

/// A timestamp as HTTP writes dates.
pub fn http_date(timestamp: &str) -> String {
    let seconds = timestamp.parse::<Timestamp>().unwrap().unix_seconds();
    let time = std::time::UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap());
    httpdate::fmt_http_date(time)
}

/// SHA-1 as indexes write it.
pub fn sha1(bytes: &[u8]) -> String {
    use sha1::Digest;
    data_encoding::BASE32.encode(&sha1::Sha1::digest(bytes))
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}
