//! Statements of a balance.

use super::{Block, Column, Fact, Line, Row, Sheet, Table, address};
use crate::contract::{Figure, Period, Statement};
use crate::said::Said;
use crate::words::{Language, put};

pub(crate) fn statement(statement: &Statement, language: Language) -> Sheet {
    let words = language.words();
    let (seller, buyer) = (statement.seller.as_ref(), statement.buyer.as_ref());
    let sender = seller.map(|seller| address::lines(seller, buyer, language, "/seller")).unwrap_or_default();
    let return_line = sender.iter().filter(|said| !said.at.ends_with("/country")).cloned().collect();
    let numbers = seller.map(|seller| address::numbers(seller, language, "/seller")).unwrap_or_default();
    let closing = language.money(&statement.closing, &statement.currency);
    let last = statement.until.before();
    let account = Said::of(&statement.account, "/account");
    let period = Period { from: statement.from, until: statement.until };
    Sheet {
        language,
        title: words.statement,
        number: None,
        hero: Some(put(&put(words.hero_balance, &closing), &language.day(last))),
        draft: false,
        sender: sender.into_iter().chain(numbers).collect(),
        return_line,
        address: buyer.map(|buyer| address::lines(buyer, seller, language, "/buyer")).unwrap_or_default(),
        facts: vec![
            Fact::new(words.account, account),
            Fact::new(words.span, Said::own(language.span(period))),
            Fact::new(words.currency, Said::own(statement.currency.clone())),
        ],
        blocks: vec![Block::Table(movements(statement, language))],
        made: Some(statement.until),
    }
}

fn movements(statement: &Statement, language: Language) -> Table {
    let words = language.words();
    let columns = vec![
        Column::dates(words.date, 104.0),
        Column::text(words.description, None),
        Column::figures(put(words.amount_in, &statement.currency), 90.0),
        Column::figures(put(words.balance_in, &statement.currency), 90.0),
    ];
    let own = |text: &str| Said::own(text);
    let bound = |date: String, label: &str, figure: &Figure| Row {
        cells: vec![
            vec![Line::body(Said::own(date))],
            vec![Line::strong(own(label))],
            Vec::new(),
            vec![Line::strong(Said::own(language.number(figure)))],
        ],
    };
    let mut rows = vec![bound(language.day_short(statement.from), words.opening, &statement.opening)];
    if statement.rows.is_empty() {
        let cells = vec![Vec::new(), vec![Line::quiet(own(words.no_movements))], Vec::new(), Vec::new()];
        rows.push(Row { cells });
    }
    rows.extend(statement.rows.iter().enumerate().map(|(place, row)| Row {
        cells: vec![
            vec![Line::body(Said::own(language.moment_short(row.time)))],
            vec![Line::body(Said::of(&row.description, format!("/rows/{place}/description")))],
            vec![Line::body(Said::own(language.signed(&row.amount)))],
            vec![Line::body(Said::own(language.number(&row.balance)))],
        ],
    }));
    rows.push(bound(language.day_short(statement.until.before()), words.closing, &statement.closing));
    Table { caption: words.movements_caption, captioned: false, dense: true, columns, rows }
}
