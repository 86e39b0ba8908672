//! Against a server on loopback that does what archives do on bad days.

mod cached;
mod guarded;
mod handed_on;
mod limited;
mod patience;
mod responses;
mod robots;

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use url::Url;

use super::*;

/// What the server does with a request.
pub(super) enum Reply {
    Bytes(Vec<u8>),
    /// Never an answer, and never an end.
    Silence,
    /// These bytes and then one every 20 milliseconds.
    Drip(Vec<u8>),
    /// After so long, these bytes.
    Late(Duration, Vec<u8>),
    /// These bytes, and never an end.
    Stall(Vec<u8>),
    /// The connection is closed at once.
    Close,
}

pub(super) struct Server {
    pub(super) base: String,
    heads: Arc<Mutex<Vec<(Instant, String)>>>,
}

impl Server {
    /// Serves by path and by the number of the request, counted from 0.
    pub(super) async fn new(answer: impl Fn(&str, usize) -> Reply + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let heads = Arc::new(Mutex::new(Vec::new()));
        let (seen, answer) = (heads.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                let (seen, answer) = (seen.clone(), answer.clone());
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        match socket.read_u8().await {
                            Ok(byte) => head.push(byte),
                            Err(_) => return,
                        }
                    }
                    let head = String::from_utf8(head).unwrap();
                    let path = head.split(' ').nth(1).unwrap().to_owned();
                    let number = {
                        let mut seen: std::sync::MutexGuard<'_, Vec<_>> = seen.lock().unwrap();
                        seen.push((Instant::now(), head));
                        seen.len() - 1
                    };
                    match answer(&path, number) {
                        Reply::Bytes(bytes) => drop(socket.write_all(&bytes).await),
                        Reply::Late(time, bytes) => {
                            tokio::time::sleep(time).await;
                            let _ = socket.write_all(&bytes).await;
                        }
                        Reply::Close => {}
                        Reply::Silence => tokio::time::sleep(Duration::from_secs(600)).await,
                        Reply::Stall(bytes) => {
                            let _ = socket.write_all(&bytes).await;
                            tokio::time::sleep(Duration::from_secs(600)).await;
                        }
                        Reply::Drip(bytes) => {
                            let mut sent = socket.write_all(&bytes).await;
                            while sent.is_ok() {
                                tokio::time::sleep(Duration::from_millis(20)).await;
                                sent = socket.write_all(b"x").await;
                            }
                        }
                    }
                });
            }
        });
        Server { base, heads }
    }

    pub(super) fn count(&self) -> usize {
        self.heads.lock().unwrap().len()
    }

    pub(super) fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().iter().map(|(_, head)| head.clone()).collect()
    }

    pub(super) fn times(&self) -> Vec<Instant> {
        self.heads.lock().unwrap().iter().map(|(time, _)| *time).collect()
    }

    pub(super) fn request(&self, path: &str, pool: Pool) -> Request {
        Request::new(Url::parse(&format!("{}{path}", self.base)).unwrap(), pool)
    }

    /// The server's name among limits.
    pub(super) fn host(&self) -> &str {
        self.base.strip_prefix("http://").unwrap()
    }
}

pub(super) fn reply(status: &str, headers: &str, body: &[u8]) -> Reply {
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    Reply::Bytes([head.as_bytes(), body].concat())
}

pub(super) const MEMENTO: &str = "Memento-Datetime: Tue, 05 Mar 2019 11:22:33 GMT\r\n";

/// For loopback, and quick to give up.
pub(super) fn options() -> FetchOptions {
    FetchOptions::default().allow_private(true).ignore_robots(true).backoff(Duration::from_millis(10))
}

pub(super) fn transport(options: FetchOptions) -> Transport {
    Transport::new(&options).unwrap()
}

pub(super) fn kept(dir: &Path) -> FetchOptions {
    options().cache(dir)
}
