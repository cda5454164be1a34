export async function load({ fetch }) {
  const answer = await fetch('/feeds/products.json');
  return { bestsellers: await answer.json() };
}
