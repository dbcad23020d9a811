// Other people's search on the same answers and questions: NLP.js with its own training, MiniSearch as plain BM25.
// In: {answers: [{id, language, title, asks, text}], questions: [{q, lang}]}; out: per peer the milliseconds to learn and, per question, id, score, milliseconds.
import { NlpManager } from 'node-nlp';
import MiniSearch from 'minisearch';
import { readFileSync } from 'node:fs';

const { answers, questions } = JSON.parse(readFileSync(0, 'utf8'));

async function timed(name, learn, find) {
  const begun = performance.now();
  await learn();
  const learnt = performance.now() - begun;
  for (const question of questions.slice(0, 50)) await find(question);
  const found = [];
  for (const question of questions) {
    const asked = performance.now();
    const [id, score] = await find(question);
    found.push({ id, score, ms: performance.now() - asked });
  }
  return { name, learnt, found };
}

const manager = new NlpManager({ languages: ['en', 'es'], nlu: { log: false }, forceNER: false, autoSave: false });
const nlp = await timed('NLP.js (node-nlp 4.27.0)', async () => {
  for (const answer of answers) for (const ask of [answer.title, ...answer.asks]) manager.addDocument(answer.language, ask, answer.id);
  await manager.train();
}, async ({ q, lang }) => {
  const { intent, score } = await manager.process(lang, q);
  return [intent === 'None' ? '' : intent, score];
});

const indexes = {};
const bm25 = await timed('plain BM25 (minisearch 7.2.0)', () => {
  for (const language of ['en', 'es']) {
    indexes[language] = new MiniSearch({ fields: ['title', 'asks', 'text'] });
    indexes[language].addAll(answers.filter(a => a.language === language).map(a => ({ ...a, asks: a.asks.join(' . ') })));
  }
}, ({ q, lang }) => {
  const [best] = indexes[lang].search(q);
  return best ? [best.id, best.score / Math.sqrt(q.split(/\s+/).length)] : ['', 0];
});

console.log(JSON.stringify([nlp, bm25]));
