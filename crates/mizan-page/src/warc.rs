//! WARC files, plain or gzip, read as a stream and written a record at a time.
//!
//! Format: ISO 28500:2017 (WARC/1.1), <https://iipc.github.io/warc-specifications/>. Memory is bounded by
//! the longest document, [`MAX_TEXT`]; what is longer is cut, and the page says so.

use crate::MAX_TEXT;
use flate2::Compression;
use flate2::read::{GzDecoder, MultiGzDecoder, ZlibDecoder};
use flate2::write::GzEncoder;
use std::io::{self, BufRead, BufReader, Read, Write};

/// The longest line of a header.
const LINE: u64 = 16 << 10;
/// The most lines of one header.
const LINES: usize = 256;
/// A response's head, at most.
const HEAD: usize = 64 << 10;

/// A document that was answered to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The address asked for.
    pub url: String,
    /// When, as the file says it.
    pub date: String,
    /// The status of HTTP; 200 where the record holds the document alone.
    pub status: u16,
    /// The headers of the answer that are worth keeping, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The document, decoded from transfer and content codings.
    pub body: Vec<u8>,
}

impl Response {
    /// A header by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|h| h.0 == name).map(|h| h.1.as_str())
    }
}

/// The responses of a WARC file, in order. Records of other kinds are passed over.
pub struct Warc<R> {
    input: R,
    ended: bool,
}

/// Opens a stream that may be gzip, told by its first bytes.
///
/// # Errors
/// Where nothing can be read.
pub fn open<'r>(input: impl Read + 'r) -> io::Result<Warc<Box<dyn BufRead + 'r>>> {
    Ok(Warc { input: unpacked(input)?, ended: false })
}

/// A stream, unpacked if it is gzip.
///
/// # Errors
/// Where nothing can be read.
pub fn unpacked<'r>(input: impl Read + 'r) -> io::Result<Box<dyn BufRead + 'r>> {
    let mut input = BufReader::with_capacity(64 << 10, input);
    let packed = input.fill_buf()?.starts_with(&[0x1F, 0x8B]);
    Ok(if packed {
        Box::new(BufReader::with_capacity(64 << 10, MultiGzDecoder::new(input)))
    } else {
        Box::new(input)
    })
}

/// A header of WARC or of a part of it.
#[derive(Default)]
struct Header {
    kind: String,
    url: String,
    date: String,
    content: String,
    length: u64,
}

impl<R: BufRead> Warc<R> {
    /// A line without its end; none at the end of the file.
    fn line(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        if self.input.by_ref().take(LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(&line).trim_end().to_owned()))
    }

    /// The header of the next record; none at the end of the file.
    fn header(&mut self) -> io::Result<Option<Header>> {
        let mut first = self.line()?;
        while first.as_deref() == Some("") {
            first = self.line()?;
        }
        let Some(first) = first else { return Ok(None) };
        if !first.starts_with("WARC/") {
            return Err(bad(
                "a record begins with WARC/1.0 or WARC/1.1; this is no WARC file, or it is damaged",
            ));
        }
        let mut header = Header::default();
        for _ in 0..LINES {
            let line = self.line()?.ok_or_else(|| bad("the file ends inside a record's header"))?;
            if line.is_empty() {
                return Ok(Some(header));
            }
            let Some((name, value)) = line.split_once(':') else { continue };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "warc-type" => header.kind = value.to_ascii_lowercase(),
                "warc-target-uri" => header.url = value.trim_matches(['<', '>']).to_owned(),
                "warc-date" => header.date = value.to_owned(),
                "content-type" => header.content = value.to_ascii_lowercase(),
                "content-length" => {
                    header.length =
                        value.parse().map_err(|_| bad("Content-Length is no number"))?;
                }
                _ => {}
            }
        }
        Err(bad("a record's header has more lines than any writer makes"))
    }

    /// At most `most` bytes of the block; what is beyond is passed over.
    fn block(&mut self, length: u64, most: usize) -> io::Result<Vec<u8>> {
        let mut block = Vec::with_capacity(length.min(1 << 20) as usize);
        let kept = length.min(most as u64);
        self.input.by_ref().take(kept).read_to_end(&mut block)?;
        if (block.len() as u64) < kept {
            return Err(bad("the file ends inside a record"));
        }
        io::copy(&mut self.input.by_ref().take(length - kept), &mut io::sink())?;
        Ok(block)
    }

    fn next_response(&mut self) -> io::Result<Option<Response>> {
        while let Some(header) = self.header()? {
            let wanted = matches!(header.kind.as_str(), "response" | "resource");
            let most = if wanted { MAX_TEXT + HEAD + 1 } else { 0 };
            let block = self.block(header.length, most)?;
            if wanted && let Some(response) = response(header, block) {
                return Ok(Some(response));
            }
        }
        Ok(None)
    }
}

impl<R: BufRead> Iterator for Warc<R> {
    type Item = io::Result<Response>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = self.next_response();
        // After an error there is no telling where the next record begins.
        self.ended = !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}

fn bad(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// The answer in a record's block; none where it is no HTTP.
fn response(header: Header, block: Vec<u8>) -> Option<Response> {
    let Header { kind, url, date, content, .. } = header;
    if kind == "resource" || !content.contains("http") {
        let headers = vec![("content-type".to_owned(), content)];
        return Some(Response { url, date, status: 200, headers, body: block });
    }
    let mut fields = [httparse::EMPTY_HEADER; 128];
    let mut parsed = httparse::Response::new(&mut fields);
    let httparse::Status::Complete(start) = parsed.parse(&block).ok()? else { return None };
    let field = |f: &httparse::Header<'_>| {
        (f.name.to_ascii_lowercase(), String::from_utf8_lossy(f.value).into_owned())
    };
    let headers: Vec<(String, String)> = parsed.headers.iter().map(field).collect();
    let status = parsed.code?;
    let mut answer = Response { url, date, status, headers, body: Vec::new() };
    let codings = |name| answer.header(name).unwrap_or_default().to_ascii_lowercase();
    let (transfer, coding) = (codings("transfer-encoding"), codings("content-encoding"));
    let body = &block[start..];
    // Many writers keep these headers though they undid the coding; then the bytes tell.
    let joined = transfer.contains("chunked").then(|| unchunked(body)).flatten();
    let body = joined.as_deref().unwrap_or(body);
    answer.body = uncoded(body, &coding).unwrap_or_else(|| body.to_owned());
    Some(answer)
}

/// The chunks of a body joined; none where it is not in chunks.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let httparse::Status::Complete((start, length)) = httparse::parse_chunk_size(body).ok()?
        else {
            return (!out.is_empty()).then_some(out);
        };
        let end = start.checked_add(usize::try_from(length).ok()?)?;
        if length == 0 {
            return Some(out);
        }
        out.extend_from_slice(body.get(start..end.min(body.len()))?);
        match body.get(end + 2..) {
            Some(rest) if !rest.is_empty() => body = rest,
            _ => return Some(out),
        }
    }
}

/// A body unpacked, at most [`MAX_TEXT`] and one bytes; none where it is not packed that way.
fn uncoded(body: &[u8], coding: &str) -> Option<Vec<u8>> {
    let most = MAX_TEXT as u64 + 1;
    let mut out = Vec::new();
    let read = match coding.trim() {
        "gzip" | "x-gzip" => GzDecoder::new(body).take(most).read_to_end(&mut out),
        "deflate" => ZlibDecoder::new(body).take(most).read_to_end(&mut out),
        "br" => brotli_decompressor::Decompressor::new(body, 4096).take(most).read_to_end(&mut out),
        _ => return None,
    };
    // A file cut in the middle still gives what came before.
    (read.is_ok() || !out.is_empty()).then_some(out)
}

/// Writes a response as one gzip member: a WARC/1.1 record of its own.
///
/// # Errors
/// Where `out` cannot be written.
pub fn write(out: impl Write, response: &Response) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {} \r\n", response.status);
    let coded = ["content-encoding", "transfer-encoding", "content-length"];
    for (name, value) in response.headers.iter().filter(|h| !coded.contains(&h.0.as_str())) {
        head.push_str(&format!("{}: {}\r\n", plain(name), plain(value)));
    }
    head.push_str(&format!("content-length: {}\r\n\r\n", response.body.len()));
    let mut packed = GzEncoder::new(out, Compression::default());
    write!(
        packed,
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {}\r\nWARC-Date: {}\r\n\
         Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n",
        plain(&response.url),
        plain(&response.date),
        head.len() + response.body.len()
    )?;
    packed.write_all(head.as_bytes())?;
    packed.write_all(&response.body)?;
    packed.write_all(b"\r\n\r\n")?;
    packed.finish()?.flush()
}

/// A header's value cannot begin a new header.
fn plain(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(body: &[u8]) -> Response {
        Response {
            url: "https://a.example/1".to_owned(),
            date: "2025-11-30T10:00:00Z".to_owned(),
            status: 200,
            headers: vec![("content-type".to_owned(), "text/html".to_owned())],
            body: body.to_owned(),
        }
    }

    fn read(bytes: &[u8]) -> Vec<io::Result<Response>> {
        open(bytes).expect("a stream").collect()
    }

    #[test]
    fn what_is_written_is_read() {
        let mut file = Vec::new();
        for body in ["<p>خبر أول</p>", "<p>خبر ثان</p>"] {
            write(&mut file, &sample(body.as_bytes())).expect("a record");
        }
        let bodies: Vec<Vec<u8>> =
            read(&file).into_iter().map(|r| r.expect("a record").body).collect();
        assert_eq!(bodies, ["<p>خبر أول</p>".as_bytes(), "<p>خبر ثان</p>".as_bytes()]);
        let first = read(&file).remove(0).expect("a record");
        assert_eq!(first.header("content-type"), Some("text/html"));
    }

    fn record(kind: &str, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: <http://a.example/>\r\n\
             Content-Type: application/http\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    #[test]
    fn codings_are_undone_and_other_kinds_passed_over() {
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all("خبر".as_bytes()).expect("memory");
        let packed = packed.finish().expect("memory");
        let chunked = [
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n",
            format!("{:x}\r\n", packed.len()).as_bytes(),
            &packed,
            b"\r\n0\r\n\r\n",
        ]
        .concat();
        let file = [
            record("warcinfo", b"software: x"),
            record("request", b"GET / HTTP/1.1\r\n\r\n"),
            record("response", &chunked),
        ]
        .concat();
        let all = read(&file);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].as_ref().expect("a record").body, "خبر".as_bytes());
    }

    #[test]
    fn damage_is_said_once_and_ends_the_file() {
        let whole = record("response", b"HTTP/1.1 200 OK\r\n\r\nabc");
        let cut = [&whole[..], &whole[..whole.len() - 9]].concat();
        let all = read(&cut);
        assert_eq!((all.len(), all[1].is_err()), (2, true));
        assert!(read(b"GIF89a....")[0].is_err());
        assert!(read(b"").is_empty());
    }
}
