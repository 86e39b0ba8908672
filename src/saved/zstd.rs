//! Frames of zstd (RFC 8878), and the dictionary that may stand before all others, as in `.warc.zst` files.

use std::io::Read;
use std::sync::Arc;

use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

use crate::coding::ZSTD_MAGIC;

use super::rewind::RewindReader;

/// How the frame with the dictionary begins: one that decoders without a dictionary pass over.
pub(super) const DICTIONARY_MAGIC: [u8; 4] = [0x5d, 0x2a, 0x4d, 0x18];

/// The largest dictionary, packed and unpacked; those that are in use have about a hundred kilobytes.
const MAX_DICTIONARY_BYTES: usize = 8 << 20;

/// How far back a frame may refer, and thereby how much memory it takes.
const MAX_WINDOW_BYTES: u64 = 32 << 20;

/// Whether a frame begins here.
pub(super) fn is_frame_start(bytes: &[u8]) -> bool {
    bytes.starts_with(&ZSTD_MAGIC)
}

/// Whether a frame begins here that is to be passed over; the dictionary is one.
pub(super) fn is_skippable_start(bytes: &[u8]) -> bool {
    matches!(bytes, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

/// The first bytes that a frame unpacks to, of which the beginning is at hand; nothing where there is no frame.
pub(super) fn unpack_beginning(packed: &[u8], max_bytes: usize) -> Vec<u8> {
    let mut out = Vec::new();
    if let Ok(decoder) = ruzstd::decoding::StreamingDecoder::new(packed) {
        // Broken data leave what came before the damage.
        let _ = decoder.take(max_bytes as u64).read_to_end(&mut out);
    }
    out
}

/// What unpacks the frames of a file.
pub(super) struct FrameReader {
    decoder: FrameDecoder,
    dictionary: Option<Arc<[u8]>>,
}

impl FrameReader {
    /// With the dictionary of the file, if it has one.
    pub(super) fn new(dictionary: Option<Arc<[u8]>>) -> Result<Self, String> {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(MAX_WINDOW_BYTES);
        if let Some(bytes) = &dictionary {
            let parsed = Dictionary::decode_dict(bytes).map_err(|e| format!("a zstd dictionary: {e}"))?;
            decoder.add_dict(parsed).map_err(|e| format!("a zstd dictionary: {e}"))?;
        }
        Ok(FrameReader { decoder, dictionary })
    }

    pub(super) fn dictionary(&self) -> Option<&Arc<[u8]>> {
        self.dictionary.as_ref()
    }

    /// Begins the frame that comes next in the file.
    pub(super) fn begin(&mut self, file: &mut RewindReader) -> Result<(), String> {
        self.decoder.reset(file).map_err(|e| format!("a zstd frame's head: {e}"))
    }

    /// Unpacks some more; how many bytes, and whether that was the end of the frame.
    pub(super) fn read_more(&mut self, file: &mut RewindReader, room: &mut [u8]) -> Result<(usize, bool), String> {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            let decoded = self.decoder.decode_blocks(&mut *file, BlockDecodingStrategy::UptoBlocks(1));
            decoded.map_err(|e| format!("zstd data broken at byte {}: {e}", file.position()))?;
        }
        let made = self.decoder.read(room).map_err(|e| format!("zstd data: {e}"))?;
        let is_over = self.decoder.is_finished() && self.decoder.can_collect() == 0;
        if is_over && let Some(sum) = self.decoder.get_checksum_from_data() {
            let is_sound = self.decoder.get_calculated_checksum().is_none_or(|found| found == sum);
            if !is_sound {
                return Err("the check sum of a zstd frame does not agree with its data".to_owned());
            }
        }
        Ok((made, is_over))
    }
}

/// Reads the frame that holds the dictionary, which stands at the head of the file. It may be packed itself.
pub(super) fn read_dictionary(file: &mut RewindReader) -> Result<Arc<[u8]>, String> {
    let bytes = read_skippable(file, MAX_DICTIONARY_BYTES)?.ok_or("a zstd dictionary that is too large")?;
    if !is_frame_start(&bytes) {
        return Ok(bytes.into());
    }
    let inner = unpack_beginning(&bytes, MAX_DICTIONARY_BYTES);
    if inner.is_empty() { Err("a zstd dictionary that cannot be unpacked".to_owned()) } else { Ok(inner.into()) }
}

/// Passes over a frame that is to be passed over.
pub(super) fn skip_frame(file: &mut RewindReader) -> Result<(), String> {
    read_skippable(file, 0).map(|_| ())
}

/// The content of a skippable frame, if it has no more bytes than are wanted.
fn read_skippable(file: &mut RewindReader, max_bytes: usize) -> Result<Option<Vec<u8>>, String> {
    let cut_off = || "the file ends within a zstd frame".to_owned();
    let head = file.peek(8).map_err(|e| e.to_string())?;
    let length = head.get(4..8).and_then(|length| length.first_chunk::<4>()).copied().ok_or_else(cut_off)?;
    let length = u32::from_le_bytes(length);
    file.consume(8);
    let mut content = file.take(u64::from(length));
    let (mut bytes, mut kept) = (Vec::new(), false);
    let read = if length as usize <= max_bytes {
        kept = true;
        content.read_to_end(&mut bytes).map(|n| n as u64)
    } else {
        std::io::copy(&mut content, &mut std::io::sink())
    };
    match read {
        Ok(n) if n == u64::from(length) => Ok(kept.then_some(bytes)),
        Ok(_) => Err(cut_off()),
        Err(error) => Err(error.to_string()),
    }
}
