//! The protocol of callbacks. What is encrypted here was made by another implementation, or is the
//! vendor's.

use std::fmt::Write;
use std::time::{Duration, SystemTime};

use dingtalk_protocol::callback::{Callback, Delivery, Error, Query};

/// The vendor's sample.
const TOKEN: &str = "123456";
const KEY: &str = "4g5j64qlyl3zvetqxz5jiocdr586fn2zvjpa8zls3ij";
const OWNER: &str = "suite4xxxxxxxxxxxxxxx";
const SAMPLE_QUERY: &str =
    "signature=5a65ceeef9aab2d149439f82dc191dd6c5cbe2c0&timestamp=1445827045067&nonce=nEXhMP4r";
const SAMPLE: &str = "1a3NBxmCFwkCJvfoQ7WhJHB+iX3qHPsc9JbaDznE1i03peOk1LaOQoRz3+nlyGNhwmwJ3vDMG+OzrHMei\
    ZI7gTRWVdUBmfxjZ8Ej23JVYa9VrYeJ5as7XM/ZpulX8NEQis44w53h1qAgnC3PRzM7Zc/D6Ibr0rgUathB6zRHP8PYrfg\
    nNOS9PhSBdHlegK+AGGanfwjXuQ9+0pZcy0w9lQ==";

const RANDOM: [u8; 16] = *b"0123456789abcdef";

fn callback() -> Callback {
    Callback::new(TOKEN, KEY, OWNER).unwrap()
}

fn body(encrypt: &str) -> Vec<u8> {
    serde_json::json!({ "encrypt": encrypt }).to_string().into()
}

/// Opens what is signed at the second of the pages' samples.
fn open(encrypt: &str, signature: &str) -> Result<Delivery, Error> {
    callback().open(&Query::new(signature, "1783610513", "123456"), &body(encrypt))
}

/// Returns a delivery of `text` that is signed at `timestamp`.
pub(crate) fn delivery_at(text: &str, timestamp: &str) -> Delivery {
    let sealed = callback().seal(text, timestamp, "n0nce", RANDOM);
    let query = Query::new(sealed.msg_signature, timestamp, "n0nce");
    callback().open(&query, &body(&sealed.encrypt)).unwrap()
}

#[test]
fn the_sample_of_the_vendor_is_opened() {
    let query = Query::parse(SAMPLE_QUERY).unwrap();
    let delivery = callback().open(&query, &body(SAMPLE)).unwrap();
    let text = "{\"EventType\":\"check_create_suite_url\",\"Random\":\"LPIdSnlF\",\
        \"TestSuiteKey\":\"suite4xxxxxxxxxxxxxxx\"}";
    assert_eq!(delivery.text(), text);
    let sample = SystemTime::UNIX_EPOCH + Duration::from_millis(1_445_827_045_067);
    assert_eq!(delivery.signed_at(), Ok(sample));
}

#[test]
fn an_answer_is_what_another_implementation_makes_of_success() {
    let query = Query::parse(SAMPLE_QUERY).unwrap();
    let delivery = callback().open(&query, &body(SAMPLE)).unwrap();
    let answer = callback().answer(&delivery, RANDOM);
    let encrypt =
        "HcA0QDKRG/U9FnFvX30Rg2r+260hUAAe65UvzXNmXEmZdezYtWHqRvzeNPWlfrIRDnP88uGJtoYGmz01nTG+/A==";
    assert_eq!(answer.encrypt, encrypt);
    assert_eq!((&*answer.timestamp, &*answer.nonce), ("1445827045067", "nEXhMP4r"));
    let sealed = callback().seal("success", "1783610513", "123456", RANDOM);
    assert_eq!(sealed.msg_signature, "2eedac81805f9e1ea09df1aec99595803d9fe675");
    let json = format!(
        "{{\"msg_signature\":\"2eedac81805f9e1ea09df1aec99595803d9fe675\",\
        \"timeStamp\":\"1783610513\",\"nonce\":\"123456\",\"encrypt\":\"{encrypt}\"}}"
    );
    assert_eq!(sealed.to_json(), json);
}

#[test]
fn a_frame_that_fills_its_blocks_has_a_whole_block_of_padding() {
    let text = "{\"EventType\":\"x\"}      ";
    let encrypt = "HcA0QDKRG/U9FnFvX30Rg0AUlPrlAHksQNu2akEqkNVDHntSlNTeni+NewOdJN9p/mWsUeetDPpaZNnMaTFX\
        a3zrHyBm5Kvg76vdHLYO4E9nAph7X6LNZgtR2tWF4vG/";
    let delivery = open(encrypt, "d534c4e5cb9f5e3808d306b3d15cf47e8206a872").unwrap();
    assert_eq!(delivery.text(), text);
    assert_eq!(callback().seal(text, "1", "2", RANDOM).encrypt, encrypt);
}

#[test]
fn texts_of_every_length_come_back() {
    for length in 0..100 {
        let text = "é".repeat(length);
        assert_eq!(delivery_at(&text, "1783610513").text(), text);
    }
}

#[test]
fn what_is_not_signed_with_the_token_is_not_decrypted() {
    let query = |old: &str, new: &str| {
        let changed = SAMPLE_QUERY.replace(old, new);
        assert_ne!(changed, SAMPLE_QUERY);
        Query::parse(&changed).unwrap()
    };
    let same = || Query::parse(SAMPLE_QUERY).unwrap();
    let other_token = Callback::new("123457", KEY, OWNER).unwrap();
    for (callback, query, encrypt) in [
        (callback(), query("5a65", "5a66"), SAMPLE.to_owned()),
        (callback(), query("c0&", "c&"), SAMPLE.to_owned()),
        (callback(), query("5a65ceee", "5A65CEEE"), SAMPLE.to_owned()),
        (callback(), query("067", "068"), SAMPLE.to_owned()),
        (callback(), query("nEXh", "nEXH"), SAMPLE.to_owned()),
        (callback(), same(), SAMPLE.replace("1a3N", "1a3M")),
        (callback(), same(), String::new()),
        (other_token, same(), SAMPLE.to_owned()),
    ] {
        let error = callback.open(&query, &body(&encrypt)).unwrap_err();
        assert_eq!(error, Error::SignatureMismatch, "{query:?}");
    }
}

#[test]
fn what_is_signed_but_not_well_formed_is_refused() {
    for (encrypt, signature, expected) in [
        // The last byte of the padding is 0, 33, or differs from the one before.
        (
            "HcA0QDKRG/U9FnFvX30Rg3cmHeq0C2cGbcAKqeLm0GQbSKVvlE7cIGwshtuLUVvMN9TIsjIUs6LyZVAgM606fD6QeCjQr5BlcX0gzDFT1lqtdoG58XEMbYY84dRfLxbk",
            "9b318763bad56f150c3e96625a5ca49806a171cc",
            Error::Padding,
        ),
        (
            "HcA0QDKRG/U9FnFvX30Rg3cmHeq0C2cGbcAKqeLm0GQbSKVvlE7cIGwshtuLUVvMT4ON4BYMfN4e2eEYvfoSKPZ0oluhnDShVGwoKUjVn9GPWp04itwbh7YMVUY6bTpM",
            "9e21102011366ace3c53d33f9e37175f62720d79",
            Error::Padding,
        ),
        (
            "HcA0QDKRG/U9FnFvX30Rg3cmHeq0C2cGbcAKqeLm0GQbSKVvlE7cIGwshtuLUVvMN9TIsjIUs6LyZVAgM606fD6QeCjQr5BlcX0gzDFT1loawjPb2w16AYviIzidadpx",
            "4369231ff7d8837ed7d7e3b6d32fc6c75e6afd61",
            Error::Padding,
        ),
        // The length is one too large, or the largest; there is none, or nothing at all.
        (
            "HcA0QDKRG/U9FnFvX30Rg0b5wsTg/59VvcmQBH22bGttpCN5X09bBs3oAPjWtpJ6FWeAheu+2cqxbOD5IfTANXOvowGjMA0BmCY6k8UJ3/ABR7LiVxaDY815QTXY38TI",
            "0e8df6ec8277a69b46b61891e57f16927c6418a9",
            Error::Frame,
        ),
        (
            "HcA0QDKRG/U9FnFvX30Rgzf5456gpbVW03Ladu6WUI1LX+omtdWRxgnx0xGh4BSYsjPNLSl9Tp+IKYg2si9bH+kDDCcnu9RhvKLQr6V+S/10tBIw588y0fkcDfiyHSW0",
            "c74b7cea46ada0163ea8c05760ab4225442a6e61",
            Error::Frame,
        ),
        (
            "HcA0QDKRG/U9FnFvX30Rg1qZrF5mOaTg352SDhqHM2k=",
            "d7aadaef56181ca7397615980ad9e197ccdf5661",
            Error::Frame,
        ),
        (
            "M3gFjH9bFCVggKK9q1B+5YCmbGGfNx/TVDQbdVeG30Q=",
            "419060cc145302e62610b9b47be44881e96d3386",
            Error::Frame,
        ),
        (
            "HcA0QDKRG/U9FnFvX30RgwzcEC7QYChDeGsGN2jVf+zSyX9cgog02Zlhd3tCWXTnE/1ByJ0ASF+fSjF2kbWtkA==",
            "d10fd5f28e9a9e6e130a92dd6a895c0741ac8b59",
            Error::NotUtf8,
        ),
        (
            "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "e42cbc2f5077a3cda493cfee309beb08ce3c1695",
            Error::Length,
        ),
        ("", "e1a12fa3fb50b7f3e1e9c9e42aa5af2f975b7c13", Error::Length),
        ("not base64!", "51f04f36b7c7e8e635fbde196ad11cc01ecdb1b4", Error::NotBase64),
    ] {
        assert_eq!(open(encrypt, signature).unwrap_err(), expected, "{encrypt}");
    }
}

#[test]
fn another_key_is_an_error_and_never_a_message() {
    // Which error it is depends on what the wrong key makes of the padding.
    let query = Query::parse(SAMPLE_QUERY).unwrap();
    for first in b'a'..=b'z' {
        let key = format!("{}{}", first as char, &KEY[1..]);
        let callback = Callback::new(TOKEN, key, OWNER).unwrap();
        let error = callback.open(&query, &body(SAMPLE)).unwrap_err();
        assert_ne!(error, Error::SignatureMismatch);
    }
}

#[test]
fn a_message_for_another_app_is_refused_by_its_name() {
    let other = Callback::new(TOKEN, KEY, "dingother").unwrap();
    let sealed = other.seal("{}", "1783610513", "123456", RANDOM);
    let error = open(&sealed.encrypt, &sealed.msg_signature).unwrap_err();
    assert!(matches!(&error, Error::ForeignOwner { owner, .. } if owner == "dingother"));
    assert!(error.to_string().contains("is for dingother"), "{error}");
}

#[test]
fn a_body_without_a_text_encrypt_is_refused() {
    let query = Query::parse(SAMPLE_QUERY).unwrap();
    for body in
        ["", "{}", "[]", "{\"encrypt\":1}", "{\"encrypt\":null}", "encrypt=1a3N", "\u{feff}"]
    {
        let error = callback().open(&query, body.as_bytes()).unwrap_err();
        assert_eq!(error, Error::NoEncrypt, "{body}");
    }
}

#[test]
fn a_query_is_read_with_either_name_of_the_signature() {
    let expected = Query::new("5a", "14", "n E");
    for query in [
        "signature=5a&timestamp=14&nonce=n+E",
        "msg_signature=5a&timestamp=14&nonce=n%20E&more=1",
        "nonce=n+E&signature=&msg_signature=5a&timestamp=14",
        "signature=other&msg_signature=5a&timestamp=14&nonce=n+E",
    ] {
        assert_eq!(Query::parse(query).unwrap(), expected, "{query}");
    }
    for (query, missing) in [
        ("", "signature"),
        ("signature=5a&nonce=n", "timestamp"),
        ("signature=5a&timestamp=14&nonce=", "nonce"),
    ] {
        let error = Query::parse(query).unwrap_err();
        assert_eq!(error, Error::MissingParameter(missing));
        assert!(error.to_string().contains(missing), "{error}");
    }
}

#[test]
fn a_request_that_was_signed_long_ago_or_later_than_now_is_not_recent() {
    let minute = Duration::from_secs(60);
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_783_610_513);
    for (timestamp, recent) in [
        ("1783610513", true),
        ("1783610453", true),
        ("1783610573", true),
        ("1783610452", false),
        ("1783610574", false),
        ("1783610513000", true),
        ("1783610453000", true),
        ("1783610452999", false),
        ("0", false),
    ] {
        let expected = if recent { Ok(()) } else { Err(Error::NotRecent) };
        let delivery = delivery_at("{}", timestamp);
        assert_eq!(delivery.require_recent(now, minute), expected, "{timestamp}");
    }
    for timestamp in ["", "-1", "1.5", "now", "99999999999999999999"] {
        let delivery = delivery_at("{}", timestamp);
        assert_eq!(delivery.require_recent(now, minute), Err(Error::InvalidTimestamp));
    }
}

#[test]
fn what_cannot_be_token_key_or_owner_is_refused() {
    for token in ["", "12", "123 456", "a-b-c", "1234567890123456789012345678901234"] {
        assert_eq!(Callback::new(token, KEY, OWNER).unwrap_err(), Error::InvalidToken);
    }
    let padded = format!("{KEY}=");
    for key in ["", &KEY[1..], &KEY[..40], &padded, &KEY.replace('4', " ")] {
        assert_eq!(Callback::new(TOKEN, key, OWNER).unwrap_err(), Error::InvalidKey);
    }
    assert_eq!(Callback::new(TOKEN, KEY, "").unwrap_err(), Error::InvalidOwner);
}

#[test]
fn no_debug_or_error_shows_token_key_or_message() {
    let callback = Callback::new("t0kent0ken", KEY, OWNER).unwrap();
    let sealed = callback.seal("{\"SuiteTicket\":\"tick3t\"}", "1783610513", "n", RANDOM);
    let query = Query::new(&*sealed.msg_signature, "1783610513", "n");
    let delivery = callback.open(&query, &body(&sealed.encrypt)).unwrap();
    let mut shown = format!("{callback:?} {delivery:?} {sealed:?} {query:?}");
    for error in [
        Callback::new("t0ken t0ken", KEY, OWNER).unwrap_err(),
        Callback::new("t0kent0ken", format!("{KEY}="), OWNER).unwrap_err(),
        delivery.event().unwrap_err(),
    ] {
        write!(shown, " {error} {error:?}").unwrap();
    }
    for secret in ["t0ken", "4g5j64", "tick3t"] {
        assert!(!shown.contains(secret), "{secret}: {shown}");
    }
}
