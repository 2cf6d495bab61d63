import account from "./account.json";
import alerts from "./alerts.json";
import effects from "./effects.json";
import frame from "./frame.json";
import invoices from "./invoices.json";
import outlook from "./outlook.json";
import payment from "./payment.json";
import plans from "./plans.json";
import rulebook from "./rulebook.json";
import samples from "./samples.json";
import server from "./server.json";
import usage from "./usage.json";
import words from "./words.json";

/** Every text of the console in German, by the English one. */
export const de = {
  ...account,
  ...alerts,
  ...effects,
  ...frame,
  ...invoices,
  ...outlook,
  ...payment,
  ...plans,
  ...rulebook,
  ...samples,
  ...server,
  ...usage,
  ...words,
};
