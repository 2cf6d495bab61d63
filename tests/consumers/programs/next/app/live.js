"use client";
import * as counterfoil from "counterfoil";
import { useEffect } from "react";
import { answers } from "../../answers.js";

export function Live() {
  useEffect(() => {
    counterfoil.load().then(async () => (globalThis.answers = await answers(counterfoil)));
  }, []);
  return null;
}
