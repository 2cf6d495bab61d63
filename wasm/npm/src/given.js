// The file as the caller gave it, by `init`.

let module;

export function give(compiled) {
  module = compiled;
}

export function source() {
  if (module === undefined) throw new Error("counterfoil: no engine yet; await init(source) before the first call");
  return module;
}
