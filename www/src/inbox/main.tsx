import { render } from "preact";
import { keepLang } from "../text/lang";
import { keepTheme } from "../view/theme";
import { Inbox } from "./page";
import { listen } from "./letters";
import "../style/base.css";
import "./inbox.css";

keepLang();
keepTheme();
render(<Inbox />, document.getElementById("app")!);
void listen();
