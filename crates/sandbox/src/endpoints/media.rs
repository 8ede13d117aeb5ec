//! `/media/upload`

use std::time::UNIX_EPOCH;

use serde_json::json;

use super::endpoint::{BUSY, Call, Handled, Route, UPLOAD, beside};
use crate::wire::Refusal;

pub(super) static ROUTES: [Route; 1] = [Route::post(UPLOAD, "qyapi_base", BUSY, upload)];

/// The largest size of a file by kind, in megabytes of 1,048,576 bytes.
const KINDS: [(&str, u64); 4] = [("image", 20), ("voice", 2), ("video", 20), ("file", 20)];

/// `upload`: does not store the file. The codes are from the vendor's list of global codes; the order of
/// the checks is the sandbox's own choice.
fn upload(call: &mut Call<'_>) -> Handled {
    let kind = call.received.text("type").unwrap_or_default();
    let known = KINDS.iter().find(|(name, _)| *name == kind);
    let (kind, megabytes) = known.ok_or_else(|| Refusal::plain(40004, "不合法的媒体文件类型"))?;
    let file = call.received.member("media").filter(|media| media.is_object());
    let file = file.ok_or_else(|| Refusal::plain(41005, "缺少多媒体文件数据"))?;
    match file["length"].as_u64().unwrap_or_default() {
        0 => Err(Refusal::plain(44001, "多媒体文件为空")),
        length if length > megabytes * 1024 * 1024 => {
            Err(Refusal::plain(45001, "多媒体文件大小超过限制"))
        }
        _ => {
            let since = call.now.duration_since(UNIX_EPOCH).unwrap_or_default();
            beside(json!({
                "media_id": format!("@{}", call.request_id),
                "created_at": i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
                "type": kind,
            }))
        }
    }
}
