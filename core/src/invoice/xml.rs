//! Elements on quick-xml's writer. The same document has the same bytes: no white space between elements, attributes
//! in the order given, text escaped by the library.

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Display;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// An XML text in the making.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// A whole document.
    pub(super) fn document(root: &str, namespaces: Attributes<'_>, inside: impl FnOnce(&mut Self)) -> String {
        let mut xml = Self { writer: Writer::new(Vec::new()) };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        xml.start(root, namespaces);
        inside(&mut xml);
        xml.end(root);
        String::from_utf8(xml.writer.into_inner()).unwrap_or_default()
    }

    /// An element around others.
    pub(super) fn group(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.start(name, &[]);
        inside(self);
        self.end(name);
    }

    /// An element with a text.
    pub(super) fn leaf(&mut self, name: &str, value: impl Display) {
        self.leaf_with(name, &[], value);
    }

    /// An element with a text, if there is one.
    pub(super) fn option(&mut self, name: &str, value: Option<impl Display>) {
        if let Some(value) = value {
            self.leaf(name, value);
        }
    }

    /// An element with attributes and a text.
    pub(super) fn leaf_with(&mut self, name: &str, attributes: Attributes<'_>, value: impl Display) {
        self.text(name, attributes, &value);
    }

    fn text(&mut self, name: &str, attributes: Attributes<'_>, value: &dyn Display) {
        self.start(name, attributes);
        self.event(Event::Text(BytesText::new(&value.to_string())));
        self.end(name);
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Start(BytesStart::new(name).with_attributes(attributes.iter().copied())));
    }

    fn end(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing to a Vec cannot fail.
        let _ = self.writer.write_event(event);
    }
}
