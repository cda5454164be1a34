/** What the assistant's element says around the answers, in one language. */
export interface ElementWording {
  log: string;
  label: string;
  placeholder: string;
  /** Before anything was said. */
  hint: string;
  send: string;
  over: string;
  you: string;
  thinking: string;
  understood: string;
  without: (name: string) => string;
  options: string;
  fact: string;
  comparison: string;
  same: string;
  missing: string;
  source: (name: string) => string;
  failed: string;
  retry: string;
}

const ENGLISH: ElementWording = {
  log: 'Conversation with the shopping assistant',
  label: 'Ask the shopping assistant',
  placeholder: 'A present for a gardener, under 30',
  hint: 'Say what you look for in your own words: a thing, a colour, a price, what it must not be. Then narrow it down, compare two of them, or ask about the shop.',
  send: 'Ask',
  over: 'Start over',
  you: 'You',
  thinking: 'Looking …',
  understood: 'Understood as',
  without: (name) => `Take off: ${name}`,
  options: 'Ways to go on',
  fact: 'Fact',
  comparison: 'Comparison',
  same: 'The same for all',
  missing: 'not told',
  source: (name) => `From: ${name}`,
  failed: 'The assistant did not answer.',
  retry: 'Try again',
};

const CHINESE: ElementWording = {
  log: '与导购的对话',
  label: '问问导购',
  placeholder: '送园艺爱好者的礼物，30元以下',
  hint: '用自己的话说说想找什么：什么东西、颜色、预算、不要什么。之后可以再缩小范围、比较两件，也可以问本店的事。',
  send: '提问',
  over: '重新开始',
  you: '您',
  thinking: '正在找……',
  understood: '理解为',
  without: (name) => `去掉：${name}`,
  options: '接下来可以',
  fact: '项目',
  comparison: '比较',
  same: '相同之处',
  missing: '未说明',
  source: (name) => `来源：${name}`,
  failed: '导购没有回应。',
  retry: '再试一次',
};

/** The wording for a BCP 47 language tag: Chinese for `zh…`, else English. */
export const elementWordingFor = (language: string): ElementWording => (/^zh\b/i.test(language) ? CHINESE : ENGLISH);
