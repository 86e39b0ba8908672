//! An archive on loopback that answers as archives do, good and bad.
//!
//! [`FakeArchive::serve`] takes a function from requests to replies; [`Holdings`] is one that behaves like the Wayback
//! Machine over a list of captures. Everything here is made up: shapes are real, words are ours.
#![allow(dead_code, reason = "not every test uses all of it")]

use std::collections::HashMap;
use std::io::Write;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use cuttings::{Archive, FetchOptions, Fetcher, Timestamp};
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
        Archive::wayback_at(&self.origin()).unwrap()
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

/// A capture that an archive holds.
#[derive(Debug, Clone)]
pub struct Held {
    pub timestamp: String,
    pub original: String,
    pub status: u16,
    pub mime: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// What the index tells; of the body if none is given.
    pub digest: Option<String>,
}

impl Held {
    pub fn new(timestamp: &str, original: &str, body: impl Into<Vec<u8>>) -> Held {
        Held {
            timestamp: timestamp.to_owned(),
            original: original.to_owned(),
            status: 200,
            mime: "text/html".to_owned(),
            headers: Vec::new(),
            body: body.into(),
            digest: None,
        }
    }

    pub fn status(mut self, status: u16) -> Held {
        self.status = status;
        self
    }

    pub fn header(mut self, name: &str, value: &str) -> Held {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub fn digest(mut self, digest: &str) -> Held {
        self.digest = Some(digest.to_owned());
        self
    }

    /// A row that says that the page was as before.
    pub fn revisit(mut self) -> Held {
        self.mime = "warc/revisit".to_owned();
        self
    }

    fn row(&self) -> Vec<String> {
        let host = self.original.split("//").nth(1).unwrap_or_default();
        let status = if self.mime == "warc/revisit" { "-".to_owned() } else { self.status.to_string() };
        let digest = self.digest.clone().unwrap_or_else(|| sha1(&self.body));
        let fields = [host, &self.timestamp, &self.original, &self.mime, &status, &digest, "1000"];
        fields.map(str::to_owned).to_vec()
    }
}

/// What an archive holds: replay at `/web/`, the index at `/cdx/search/cdx` as the Wayback Machine has it, and at
/// `/web/cdx` as pywb has it.
#[derive(Debug, Clone, Default)]
pub struct Holdings {
    pub held: Vec<Held>,
    /// Rows an answer of the index has at most; there is a resume key if there are more.
    pub page: Option<usize>,
}

impl Holdings {
    pub fn new(held: impl IntoIterator<Item = Held>) -> Holdings {
        let mut held: Vec<Held> = held.into_iter().collect();
        held.sort_by(|a, b| a.timestamp.cmp(&b.timestamp));
        Holdings { held, page: None }
    }

    pub async fn serve(self) -> FakeArchive {
        FakeArchive::serve(move |request| self.answer(request)).await
    }

    pub fn answer(&self, request: &Request) -> Reply {
        if request.target.starts_with("/cdx/search/cdx?") {
            return self.index(request);
        }
        if request.target.starts_with("/web/cdx?") {
            return self.lines(request);
        }
        let capture = request.target.strip_prefix("/web/").and_then(|rest| rest.split_once("id_/"));
        let Some((timestamp, original)) = capture else { return Reply::never_archived() };
        let of_page = self.held.iter().filter(|held| held.original == original);
        let Some(nearest) = of_page.min_by_key(|held| apart(&held.timestamp, timestamp)) else {
            return Reply::never_archived();
        };
        if nearest.timestamp != timestamp {
            return Reply::redirect(format!("/web/{}id_/{original}", nearest.timestamp));
        }
        let reply = Reply::memento(nearest.status, timestamp, nearest.body.clone());
        let reply = if nearest.headers.iter().any(|(n, _)| n == "Content-Type") { reply } else { reply.html() };
        nearest.headers.iter().fold(reply, |reply, (name, value)| reply.header(name, value))
    }

    /// An object a line, chosen and sorted as pywb does.
    fn lines(&self, request: &Request) -> Reply {
        let (query, pairs) = (request.query(), request.pairs());
        let get = |name: &str| query.get(name).map(String::as_str);
        let filters: Vec<(&str, Vec<&str>)> = pairs
            .iter()
            .filter(|(name, _)| name == "filter")
            .map(|(_, value)| {
                let (field, values) = value.strip_prefix('~').unwrap().split_once(":(").unwrap();
                (field, values.strip_suffix(")?$").unwrap().split('|').collect())
            })
            .collect();
        let mut held: Vec<&Held> = self.held.iter().filter(|held| get("url") == Some(&held.original)).collect();
        held.retain(|held| {
            let row = held.row();
            get("from").is_none_or(|from| &*held.timestamp >= from)
                && get("to").is_none_or(|to| &*held.timestamp <= to)
                && filters.iter().all(|(field, values)| {
                    values.contains(&&*if *field == "status" { row[4].clone() } else { row[3].clone() })
                })
        });
        match get("sort") {
            Some("reverse") => held.reverse(),
            Some("closest") => held.sort_by_key(|held| apart(&held.timestamp, get("closest").unwrap())),
            _ => {}
        }
        let limit = get("limit").map_or(usize::MAX, |limit| limit.parse().unwrap());
        let line = |held: &&Held| {
            let row = held.row();
            let names = ["urlkey", "timestamp", "url", "mime", "status", "digest", "length"];
            let fields = names.iter().zip(row).filter(|(_, value)| value != "-");
            let object: serde_json::Map<_, _> = fields.map(|(n, v)| ((*n).to_owned(), v.into())).collect();
            serde_json::to_string(&object).unwrap() + "\n"
        };
        Reply::new(200, held.iter().take(limit).map(line).collect::<String>()).header("Content-Type", "text/x-ndjson")
    }

    /// JSON arrays, the names of the fields first, at the end an empty row and the resume key.
    fn index(&self, request: &Request) -> Reply {
        let query = request.query();
        let get = |name: &str| query.get(name).map(String::as_str);
        let rows = self.held.iter().filter(|held| {
            get("url") == Some(&held.original)
                && get("from").is_none_or(|from| &*held.timestamp >= from)
                && get("to").is_none_or(|to| &*held.timestamp <= to)
        });
        let wanted = get("filter").and_then(|f| f.strip_prefix("statuscode:(")?.strip_suffix(')'));
        let mut rows: Vec<Vec<String>> = rows.map(Held::row).collect();
        rows.retain(|row| wanted.is_none_or(|wanted| wanted.split('|').any(|status| status == row[4])));
        let limit: i64 = get("limit").and_then(|limit| limit.parse().ok()).unwrap_or(150_000);
        let page = self.page.unwrap_or(usize::MAX).min(usize::try_from(limit.abs()).unwrap());
        let mut key = None;
        if limit < 0 {
            rows.drain(..rows.len().saturating_sub(page));
        } else {
            // As if it were encoded already: it must be encoded again.
            let start: usize = get("resumeKey").map_or(0, |key| key.strip_prefix("row%2B").unwrap().parse().unwrap());
            rows.drain(..start.min(rows.len()));
            if rows.len() > page && get("showResumeKey").is_some() {
                key = Some(format!("row%2B{}", start + page));
            }
            rows.truncate(page);
        }
        if rows.is_empty() {
            return Reply::new(200, "[]").header("Content-Type", "application/json");
        }
        let names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"];
        rows.insert(0, names.map(str::to_owned).to_vec());
        if let Some(key) = key {
            rows.extend([Vec::new(), vec![key]]);
        }
        Reply::new(200, serde_json::to_vec(&rows).unwrap()).header("Content-Type", "application/json")
    }
}

/// A fetcher that may ask loopback, and does not wait.
pub fn options() -> FetchOptions {
    let soon = Duration::from_millis(10);
    FetchOptions::default().allow_private(true).retries(0).backoff(soon).max_wait(soon)
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

fn apart(a: &str, b: &str) -> u64 {
    let seconds = |text: &str| text.parse::<Timestamp>().unwrap().unix_seconds();
    seconds(a).abs_diff(seconds(b))
}
