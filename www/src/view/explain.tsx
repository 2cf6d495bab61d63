import type { Explained, Reply, Step } from "counterfoil";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Picture } from "../model/engine";
import { explain, question, type Question } from "../model/explain";
import { kept } from "../model/state";
import { t } from "../text/lang";
import { partOf } from "../model/rule-part";
import { ruleWords } from "../text/rules";
import { Way } from "./nav";
import { Problems } from "./problems";
import { Sentence } from "./sentence";

/** Something that tells why it is so, itself the way there. */
export function ExplainButton(asked: Question) {
  return (
    <button type="button" class="link explain" aria-haspopup="dialog" title={t("Why?")} onClick={() => (question.value = asked)}>
      <bdi lang={asked.lang}>{asked.title}</bdi>
      <span class="unseen">{t(", why?")}</span>
    </button>
  );
}

/** An amount that tells why it is what it is, itself the way there. */
export function WhyAmount({ amount, asked, class: more = "", testid }: { amount: string; asked: Question; class?: string; testid?: string }) {
  return (
    <button type="button" class={`why-amount explain ${more}`} aria-haspopup="dialog" title={t("Why this amount?")} onClick={() => (question.value = asked)}>
      <span data-testid={testid}>{amount}</span>
      <span class="unseen">
        <Sentence text={t(", why? {0}")} slots={[<span lang={asked.lang}>{asked.title}</span>]} />
      </span>
    </button>
  );
}

/** One dialog for whatever is asked; the browser keeps the focus in it and gives it back. */
export function Explanation({ picture }: { picture: Picture }) {
  const asked = question.value;
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (asked !== undefined) dialog.current?.showModal();
  }, [asked]);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="explanation"
      aria-labelledby="explanation-title"
      data-testid="explanation"
      onClose={() => (question.value = undefined)}
      onClick={(event) => event.target === dialog.current && close()}
    >
      {asked !== undefined && (
        <div class="explanation-body">
          <header class="card-head">
            <h2 id="explanation-title" lang={asked.lang}>
              {asked.title}
            </h2>
            <button type="button" class="plain" data-testid="explanation-close" onClick={close}>
              {t("Close")}
            </button>
          </header>
          <Answer picture={picture} asked={asked} close={close} />
        </div>
      )}
    </dialog>
  );
}

function Answer({ picture, asked, close }: { picture: Picture; asked: Question; close: () => void }) {
  const [reply, tell] = useState<Reply<Explained>>();
  useEffect(() => {
    let current = true;
    void explain(picture, asked, kept.value?.whole).then((told) => current && tell(told));
    return () => void (current = false);
  }, [picture, asked]);
  if (reply === undefined) return <p class="quiet">{t("Asking…")}</p>;
  if (reply.status === "problems") return <Problems list={reply.problems} />;
  const { result, steps } = reply.answer;
  return (
    <>
      <p class="explanation-result">
        <span class="quiet">{t("Result")}</span> <strong data-testid="explanation-result">{result}</strong>
      </p>
      <ol class="steps" data-testid="explanation-steps" tabIndex={0} aria-label={t("Steps, in the order they apply")}>
        {steps.map((step, place) => (
          <StepRow key={place} step={step} part={partOf(step.rule, picture.offers, steps)} close={close} />
        ))}
      </ol>
      <Facts answer={reply.answer} asked={asked} />
    </>
  );
}

/** A rule, what it says, its figures and what it made of them; its name is the way to what the rulebook says of it. */
function StepRow({ step, part, close }: { step: Step; part: string | undefined; close: () => void }) {
  return (
    <li>
      <p>
        <Way to="rulebook" part={{ at: part ?? "", rule: step.rule }} leave={close}>
          {ruleWords(step.rule)}
        </Way>{" "}
        <code class="rule quiet">{step.rule}</code>
      </p>
      <p class="quiet" lang="en">
        {step.says}
      </p>
      {step.inputs.length > 0 && (
        <dl class="inputs" lang="en">
          {step.inputs.map(({ name, value }) => (
            <div key={name}>
              <dt>
                <bdi>{name}</bdi>
              </dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p class="step-result">
        <span aria-hidden="true">→ </span>
        <span class="unseen">{t("Result: ")}</span>
        <bdi lang="en">{step.result}</bdi>
      </p>
    </li>
  );
}

function Facts({ answer, asked }: { answer: Explained; asked: Question }) {
  const facts = [[t("Id"), answer.subject], ...(asked.facts ?? []), [t("Events"), answer.events.join(", ")]] as const;
  return (
    <dl class="because">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
