import { render } from "preact";
import { findHost } from "./model/host";
import { keepAddress, read } from "./model/link";
import { keepTheme } from "./view/theme";
import { App } from "./view/app";
import "./style/base.css";
import "./style/layout.css";
import "./style/form.css";
import "./style/account.css";
import "./style/chart.css";
import "./style/lists.css";
import "./style/overview.css";
import "./style/explain.css";

keepTheme();
render(<App />, document.getElementById("app")!);
await findHost();
await read();
keepAddress();
