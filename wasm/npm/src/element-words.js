// Every word that the elements say by themselves. A table of one's own may have any part of it; what it leaves out is English. What has a
// number in it has a line for each plural of its language (`_one`, `_other`, …), and so has each unit.

export const WORDS = {
  en: {
    balance: "Balance",
    exactly: "exactly {amount}",
    service_active: "Active",
    service_suspended: "Suspended",
    service_closed: "Closed",
    available: "Available to use",
    used: "Used this period",
    average: "A day on average",
    pending: "On its way",
    held: "Reserved",
    runway_one: "Lasts about {count} day at today’s pace.",
    runway_other: "Lasts about {count} days at today’s pace.",
    runway_none: "No usage yet, so nothing runs out.",
    ends: "At this pace the money ends on {day}.",
    kept_one: "Auto-recharge keeps it going: {count} charge, {amount} in the next 30 days.",
    kept_other: "Auto-recharge keeps it going: {count} charges, {amount} in the next 30 days.",
    chart: "Balance for the next 30 days, from {from} to {to}",
    recharge: "Auto-recharge",
    not_offered: "This plan has no auto-recharge.",
    threshold: "When the balance falls below",
    threshold_at: "When the balance falls to or below",
    style: "Charge",
    style_repeat: "an amount, as needed",
    style_target: "up to a balance",
    style_step_over: "past the threshold, once",
    amount: "Amount",
    target: "New balance",
    beyond: "How far past it",
    method: "Payment method",
    method_default: "The default one",
    method_card: "{brand} ····{last4}",
    method_bank: "Bank account ····{last4}",
    alerts: "Tell me when the balance falls below",
    alert: "Alert {number}",
    alert_add: "Add an alert",
    alert_remove: "Remove the alert at {amount}",
    alerts_always: "You are always told at {list}.",
    effect: "What this does",
    now_one: "It makes {count} charge at once, {amount} in all, and the balance is then {balance}.",
    now_other: "It makes {count} charges at once, {amount} in all, and the balance is then {balance}.",
    now_none: "Nothing is charged now.",
    no_method: "There is no payment method to charge.",
    month_one: "In the next 30 days: {count} charge, {amount} in all. At the end of a day the balance is at least {lowest}.",
    month_other: "In the next 30 days: {count} charges, {amount} in all. At the end of a day the balance is at least {lowest}.",
    month_none: "In the next 30 days nothing is charged. The balance goes down to {lowest}.",
    told_one: "You are told {count} time that it is low.",
    told_other: "You are told {count} times that it is low.",
    invoice: "Next invoice",
    nothing_to_invoice: "Nothing is to be invoiced on {day} so far.",
    so_far: "So far, if nothing more happens",
    why: "Why this amount?",
    lines: "Lines",
    tax: "Tax",
    tax_at: "Tax at {percent}",
    total: "Total",
    prepaid: "Paid from credit",
    payable: "To pay",
    each: "{quantity} {unit} at {price}",
    unused: "Unused: {name}",
    names: {},
    units: {},
    problems: {},
    rules: {},
  },
  de: {
    balance: "Guthaben",
    exactly: "genau {amount}",
    service_active: "Aktiv",
    service_suspended: "Gesperrt",
    service_closed: "Geschlossen",
    available: "Verfügbar",
    used: "In diesem Zeitraum verbraucht",
    average: "Am Tag im Mittel",
    pending: "Unterwegs",
    held: "Reserviert",
    runway_one: "Reicht beim jetzigen Verbrauch etwa {count} Tag.",
    runway_other: "Reicht beim jetzigen Verbrauch etwa {count} Tage.",
    runway_none: "Noch kein Verbrauch, also geht nichts aus.",
    ends: "Bei diesem Verbrauch endet das Geld am {day}.",
    kept_one: "Die automatische Aufladung hält es in Gang: {count} Abbuchung, {amount} in den nächsten 30 Tagen.",
    kept_other: "Die automatische Aufladung hält es in Gang: {count} Abbuchungen, {amount} in den nächsten 30 Tagen.",
    chart: "Guthaben der nächsten 30 Tage, von {from} bis {to}",
    recharge: "Automatische Aufladung",
    not_offered: "Dieser Tarif hat keine automatische Aufladung.",
    threshold: "Wenn das Guthaben fällt unter",
    threshold_at: "Wenn das Guthaben fällt auf oder unter",
    style: "Abgebucht wird",
    style_repeat: "ein Betrag, nach Bedarf",
    style_target: "bis zu einem Guthaben",
    style_step_over: "einmal, über die Schwelle hinaus",
    amount: "Betrag",
    target: "Neues Guthaben",
    beyond: "Wie weit darüber",
    method: "Zahlungsmittel",
    method_default: "Das übliche",
    method_card: "{brand} ····{last4}",
    method_bank: "Bankkonto ····{last4}",
    alerts: "Bescheid geben, wenn das Guthaben fällt unter",
    alert: "Hinweis {number}",
    alert_add: "Hinweis hinzufügen",
    alert_remove: "Hinweis bei {amount} entfernen",
    alerts_always: "Immer Bescheid gegeben wird bei {list}.",
    effect: "Was das bewirkt",
    now_one: "Sofort {count} Abbuchung, zusammen {amount}; das Guthaben ist dann {balance}.",
    now_other: "Sofort {count} Abbuchungen, zusammen {amount}; das Guthaben ist dann {balance}.",
    now_none: "Jetzt wird nichts abgebucht.",
    no_method: "Es gibt kein Zahlungsmittel, von dem abgebucht werden kann.",
    month_one: "In den nächsten 30 Tagen: {count} Abbuchung, zusammen {amount}. Am Ende eines Tages sind mindestens {lowest} da.",
    month_other: "In den nächsten 30 Tagen: {count} Abbuchungen, zusammen {amount}. Am Ende eines Tages sind mindestens {lowest} da.",
    month_none: "In den nächsten 30 Tagen wird nichts abgebucht. Das Guthaben fällt bis auf {lowest}.",
    told_one: "{count} Mal wird Bescheid gegeben, dass es wenig ist.",
    told_other: "{count} Mal wird Bescheid gegeben, dass es wenig ist.",
    invoice: "Nächste Rechnung",
    nothing_to_invoice: "Zum {day} ist bisher nichts in Rechnung zu stellen.",
    so_far: "Bisher, wenn nichts mehr geschieht",
    why: "Warum dieser Betrag?",
    lines: "Posten",
    tax: "Steuer",
    tax_at: "Steuer zu {percent}",
    total: "Summe",
    prepaid: "Aus Guthaben bezahlt",
    payable: "Zu zahlen",
    each: "{quantity} {unit} zu {price}",
    unused: "Nicht genutzt: {name}",
    names: {},
    units: {
      call: { one: "Anruf", other: "Anrufe" },
      conversation: { one: "Gespräch", other: "Gespräche" },
      day: { one: "Tag", other: "Tage" },
      hour: { one: "Stunde", other: "Stunden" },
      message: { one: "Nachricht", other: "Nachrichten" },
      minute: { one: "Minute", other: "Minuten" },
      month: { one: "Monat", other: "Monate" },
      number: { one: "Rufnummer", other: "Rufnummern" },
      request: { one: "Anfrage", other: "Anfragen" },
      seat: { one: "Arbeitsplatz", other: "Arbeitsplätze" },
      second: { one: "Sekunde", other: "Sekunden" },
      unit: { one: "Einheit", other: "Einheiten" },
      user: { one: "Nutzer", other: "Nutzer" },
      year: { one: "Jahr", other: "Jahre" },
    },
    problems: {},
    rules: {},
  },
};

/** Words that are written large throughout. */
const LARGE = /\b(sms|mms|rcs|api|sip|gb|tb)\b/g;
const sentenced = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** How to say a word in a language: the given table before ours, English where both say nothing. */
export function wordsOf(locale, own) {
  const { language } = new Intl.Locale(locale);
  const table = { ...WORDS.en, ...WORDS[language], ...own };
  const listed = (kind, id) => own?.[kind]?.[id] ?? WORDS[language]?.[kind]?.[id];
  const plurals = new Intl.PluralRules(locale);
  const say = (key, values = {}) => (table[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name]);
  /** `count` is a whole number, as it is or as text. */
  say.many = (key, count, values) => {
    const one = `${key}_${plurals.select(Number(count))}`;
    return say(one in table ? one : `${key}_other`, { count, ...values });
  };
  say.problem = (code, message) => listed("problems", code) ?? message;
  say.rule = (rule, sentence) => listed("rules", rule) ?? sentence;
  /** What a rulebook calls `sms.outbound` is SMS outbound in words, unless a table has better ones. */
  say.named = (id, title) => listed("names", id) ?? title ?? sentenced(id.replaceAll(/[._]/g, " ").replaceAll(LARGE, (word) => word.toUpperCase()));
  /** Behind so many. English makes its plurals itself. */
  say.unit = (unit, quantity) => {
    const category = plurals.select(Number(quantity));
    const forms = listed("units", unit);
    if (forms !== undefined) return forms[category] ?? forms.other;
    return language === "en" && category !== "one" ? `${unit}s` : unit;
  };
  return say;
}
