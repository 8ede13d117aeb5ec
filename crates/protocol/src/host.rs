//! The site that a request is sent to.

use std::borrow::Cow;
use std::fmt;
use std::net::Ipv6Addr;
use std::str::FromStr;

use http::Uri;
use http::uri::{Authority, Scheme};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::error::Error;
use crate::kind::ErrorKind;

/// A site of the service: scheme, name and port, without a path.
///
/// The pages name the mainland's site for every call and the international one for some: the documentation of a call
/// lists its hosts. A token is assumed to be valid only on the site that issued it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Host(Cow<'static, str>);

impl Host {
    /// `https://oapi.dingtalk.io`, the international site.
    pub const INTERNATIONAL: Self = Self(Cow::Borrowed("https://oapi.dingtalk.io"));

    /// `https://oapi.dingtalk.com`, the site for mainland China.
    pub const MAINLAND: Self = Self(Cow::Borrowed("https://oapi.dingtalk.com"));

    /// Creates a host of your own: a proxy, a test double.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidConfiguration`] unless `url` is `http://` or `https://` followed by a
    /// name and an optional port, and nothing else.
    ///
    /// # Example
    ///
    /// ```
    /// use dingtalk_protocol::Host;
    ///
    /// assert_eq!(Host::custom("http://127.0.0.1:8900")?.as_str(), "http://127.0.0.1:8900");
    /// assert!(Host::custom("https://example.com/prefix").is_err());
    /// # Ok::<(), dingtalk_protocol::Error>(())
    /// ```
    pub fn custom(url: &str) -> Result<Self, Error> {
        // The text is not repeated in the error: a mistyped URL may carry a token.
        let refuse =
            |what: &'static str| Err(Error::new(ErrorKind::InvalidConfiguration).with_detail(what));
        let Ok(uri) = url.parse::<Uri>() else {
            return refuse("the host is not a URL: give it as https://name or https://name:port");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return refuse("the host has no scheme: give it as https://name or https://name:port");
        };
        if *scheme != Scheme::HTTP && *scheme != Scheme::HTTPS {
            return refuse("the host's scheme is neither https nor http");
        }
        if authority.as_str().contains('@') {
            return refuse(
                "the host holds a user name or a password: remove everything up to the @",
            );
        }
        let has_port = authority.as_str().rsplit(']').next().is_some_and(|end| end.contains(':'));
        if authority.host().is_empty() || (has_port && !matches!(authority.port_u16(), Some(1..))) {
            return refuse("the host has an empty name, or a port that is no number of 1 to 65535");
        }
        let name = authority.host();
        let address = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
        if !address.map_or(is_name(name), |address| address.parse::<Ipv6Addr>().is_ok()) {
            return refuse("the host is neither a DNS name nor an IP address");
        }
        if uri.path_and_query().is_some_and(|rest| rest.as_str() != "/") || url.contains('#') {
            return refuse("the host holds a path or a query: give only scheme, name and port");
        }
        Ok(Self(Cow::Owned(format!("{scheme}://{authority}"))))
    }

    /// Returns the host as the beginning of a URL, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether the connection is encrypted.
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }

    /// Returns whether the host is this machine: `localhost`, `127.0.0.0/8` or `[::1]`.
    pub fn is_loopback(&self) -> bool {
        let name = self.name();
        let name = name.as_ref().map_or("", Authority::host);
        let address = name.trim_start_matches('[').trim_end_matches(']');
        name.eq_ignore_ascii_case("localhost")
            || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    }

    fn name(&self) -> Option<Authority> {
        self.0.split_once("://").and_then(|(_, name)| name.parse().ok())
    }
}

/// Returns whether `name` consists of non-empty parts of letters, digits and hyphens, separated by dots. A
/// trailing dot is allowed, and so are underscores, which occur in private networks.
fn is_name(name: &str) -> bool {
    let is_part = |part: &str| {
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        !part.is_empty() && part.bytes().all(is_letter)
    };
    name.strip_suffix('.').unwrap_or(name).split('.').all(is_part)
}

/// Reads `mainland`, `international`, or a URL as [`Host::custom`] does.
impl FromStr for Host {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text {
            "international" => Ok(Self::INTERNATIONAL),
            "mainland" => Ok(Self::MAINLAND),
            url => Self::custom(url),
        }
    }
}

/// Writes the URL.
impl Serialize for Host {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// Reads a text as [`FromStr`] does.
impl<'de> Deserialize<'de> for Host {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(de::Error::custom)
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Host").field(&self.0).finish()
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
