/** Without the engine there is nothing to show, and it is said. */
export function NoEngine({ why }: { why: string }) {
  return (
    <main class="loading">
      <p role="alert" class="notice danger">
        The engine could not be loaded: {why}.
      </p>
      <button type="button" onClick={() => location.reload()}>
        Try again
      </button>
    </main>
  );
}
