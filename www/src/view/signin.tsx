import { useRef, useState } from "preact/hooks";
import { hosted } from "../model/host";
import { go } from "../model/route";
import { changePassword, may, session, signIn, signOut, type Came } from "../model/session";
import { t, type Text } from "../text/lang";
import type { Why } from "../text/phrase";
import { Phrased } from "./sentence";

/** Who is signed in at the server, or the way in. A temporary password is changed before anything else. */
export function SignIn() {
  const dialog = useRef<HTMLDialogElement>(null);
  const who = session.value;
  if (who !== undefined && who.must_change !== true) {
    return (
      <button type="button" class="plain" data-testid="sign-out" title={who.who} onClick={() => void leave()}>
        {t("Sign out")}
      </button>
    );
  }
  return (
    <>
      <button type="button" class="plain" data-testid="sign-in" onClick={() => dialog.current?.showModal()}>
        {t("Sign in")}
      </button>
      <dialog ref={dialog} class="sign-in" aria-label={t("Sign in")}>
        <Form done={() => dialog.current?.close()} />
      </dialog>
    </>
  );
}

/** What is on the screen was the server's to show. */
async function leave() {
  await signOut();
  if (session.value === undefined) hosted.value = undefined;
}

function Form({ done }: { done: () => void }) {
  const [typed, type] = useState({ name: "", password: "", code: "", next: "" });
  const [asks, ask] = useState(false);
  /** The temporary password was typed in this form already. */
  const [given, give] = useState(false);
  const [why, say] = useState<Why>();
  const changing = session.value?.must_change === true;
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    const came: Came = changing
      ? await changePassword(typed.password, typed.next)
      : await signIn(typed.name, typed.password, typed.code);
    ask(came.as === "code" || asks);
    say(came.as === "refused" ? came.why : undefined);
    if (came.as !== "in") return;
    give(session.value?.must_change === true);
    if (session.value?.must_change === true) return;
    type({ name: "", password: "", code: "", next: "" });
    ask(false);
    done();
    if (hosted.value === undefined && may("read")) go("accounts");
  };
  const field = (key: keyof typeof typed, label: Text, complete: string) => {
    const common = {
      required: true,
      autocomplete: complete,
      "data-testid": `sign-in-${key}`,
      value: typed[key],
      onInput: (event: { currentTarget: HTMLInputElement }) => type({ ...typed, [key]: event.currentTarget.value }),
    };
    const secret = key === "password" || key === "next";
    return (
      <label class="tool">
        <span>{t(label)}</span>
        {secret ? <input type="password" {...common} /> : <input type="text" {...common} />}
      </label>
    );
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      {changing && <p>{t("This password was good for once. Take one of your own, of at least 12 letters.")}</p>}
      {!changing && field("name", "Name", "username")}
      {!changing && field("password", "Password", "current-password")}
      {!changing && asks && field("code", "Code of your app, or a recovery code", "one-time-code")}
      {changing && !given && field("password", "Temporary password", "current-password")}
      {changing && field("next", "New password", "new-password")}
      <p role="alert" class="wrong" data-testid="sign-in-why">
        {why !== undefined && <Phrased of={why} />}
      </p>
      <div class="tools">
        <button type="submit" data-testid="sign-in-go">
          {changing ? t("Change") : t("Sign in")}
        </button>
        <button type="button" class="plain" onClick={done}>
          {t("Cancel")}
        </button>
      </div>
    </form>
  );
}
