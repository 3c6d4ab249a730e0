/** Amounts beside each other: words and numbers in a list, and a bar under each for those who see. */
export function Bars({
  rows,
}: {
  rows: readonly { name: string; value: string; amount: number; tone?: string }[];
}) {
  const most = Math.max(1, ...rows.map((row) => row.amount));
  return (
    <dl class="bars">
      {rows.map(({ name, value, amount, tone = '' }) => (
        <div key={name} class={tone}>
          <dt>{name}</dt>
          <dd>{value}</dd>
          <svg class="bar" width="100%" height="8" aria-hidden="true">
            <rect class="track" width="100%" height="8" rx="4" />
            {amount > 0 && <rect width={`${Math.max(1, (100 * amount) / most)}%`} height="8" rx="4" />}
          </svg>
        </div>
      ))}
    </dl>
  );
}
