import { load } from "counterfoil";
import { render } from "preact";
import { findHost } from "./model/host";
import { findSession, may } from "./model/session";
import { fragmentOf } from "./model/route";
import { keepAddress, read } from "./model/link";
import { stayLive } from "./model/live";
import { keepWhole } from "./model/whole";
import { keepLang } from "./text/lang";
import { keepTheme } from "./view/theme";
import { App } from "./view/app";
import { Loading, NoEngine } from "./view/loading";
import "./style/base.css";
import "./style/layout.css";
import "./style/form.css";
import "./style/account.css";
import "./style/chart.css";
import "./style/lists.css";
import "./style/overview.css";
import "./style/explain.css";
import "./style/server.css";
import "./style/paper.css";

const place = document.getElementById("app")!;

keepLang();
keepTheme();
place.replaceChildren();
render(<Loading />, place);
await load().catch((error: Error) => {
  render(<NoEngine why={error.message} />, place);
  throw error;
});
render(<App />, place);
await findHost();
await findSession();
// Whoever is signed in and has named nothing chooses an account.
if (location.hash === "" && may("read")) history.replaceState(null, "", fragmentOf({ page: "accounts", query: "" }));
await read();
keepAddress();
stayLive();
keepWhole();
