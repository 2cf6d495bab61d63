//! Receipts.

use super::{Block, Column, Fact, Line, Row, Sheet, Table, Total, address};
use crate::contract::{PaymentStatus, Receipt};
use crate::said::Said;
use crate::words::{Language, put};

pub(crate) fn receipt(receipt: &Receipt, language: Language) -> Sheet {
    let (words, paid) = (language.words(), &receipt.receipt);
    let (seller, buyer) = (receipt.seller.as_ref(), receipt.buyer.as_ref());
    let sender = seller.map(|seller| address::lines(seller, buyer, language, "/seller")).unwrap_or_default();
    let return_line = sender.iter().filter(|said| !said.at.ends_with("/country")).cloned().collect();
    let numbers = seller.map(|seller| address::numbers(seller, language, "/seller")).unwrap_or_default();
    let hero = match paid.status {
        PaymentStatus::Succeeded => words.hero_received,
        PaymentStatus::Pending => words.hero_pending,
        PaymentStatus::Failed => words.hero_failed,
        PaymentStatus::Refunded => words.hero_refunded,
    };
    let amount = language.money(&paid.amount, &paid.currency);
    let number = Said::of(&paid.number, "/receipt/number");
    let mut facts = vec![
        Fact::new(words.receipt_number, number.clone()),
        Fact::new(words.paid_at, Said::own(language.moment(paid.time))),
    ];
    let invoice = paid.invoice.as_ref().map(|number| Said::of(number, "/receipt/invoice"));
    facts.extend(invoice.clone().map(|number| Fact::new(words.invoice_number, number)));
    let left = paid.left.as_ref().map(|left| language.money(left, &paid.currency));
    facts.extend(left.map(|left| Fact::new(words.left, Said::own(left))));
    Sheet {
        language,
        title: words.receipt,
        number: Some(number),
        hero: Some(put(&put(hero, &amount), &language.day(paid.time.day))),
        draft: false,
        sender: sender.into_iter().chain(numbers).collect(),
        return_line,
        address: buyer.map(|buyer| address::lines(buyer, seller, language, "/buyer")).unwrap_or_default(),
        facts,
        blocks: vec![Block::Table(payment(receipt, invoice, language)), totals(receipt, language)],
        made: Some(paid.time.day),
    }
}

fn payment(receipt: &Receipt, invoice: Option<Said>, language: Language) -> Table {
    let (words, paid) = (language.words(), &receipt.receipt);
    let mut columns = vec![Column::dates(words.date, 104.0), Column::text(words.method, None)];
    let mut cells = vec![
        vec![Line::body(Said::own(language.moment_short(paid.time)))],
        vec![Line::strong(Said::of(&paid.method, "/receipt/method"))],
    ];
    if let Some(number) = invoice {
        columns.push(Column::text(words.invoice_paid, 110.0));
        cells.push(vec![Line::body(number)]);
    }
    columns.push(Column::figures(put(words.amount_in, &paid.currency), 90.0));
    cells.push(vec![Line::strong(Said::own(language.number(&paid.amount)))]);
    Table { caption: words.payment_caption, captioned: false, dense: false, columns, rows: vec![Row { cells }] }
}

fn totals(receipt: &Receipt, language: Language) -> Block {
    let (words, paid) = (language.words(), &receipt.receipt);
    let value = language.money(&paid.amount, &paid.currency);
    let label = match paid.status {
        PaymentStatus::Succeeded => words.received,
        PaymentStatus::Pending | PaymentStatus::Failed | PaymentStatus::Refunded => words.payment_caption,
    };
    let rows = vec![Total { label: Said::own(label), value, last: true }];
    Block::Totals { caption: words.totals_caption, rows }
}
