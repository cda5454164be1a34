/**
 * Words that carry fact about a product: a wording may use them freely. Whatever else it says has to stand in the plain
 * answer or in a record, so what is left out here is refused, what is put in.
 */
export const ORDINARY: ReadonlySet<string> = new Set(
  (
    'a an and or but if so as at by for from in into of off on out over per than then that the this these those to too up with within about ' +
    'after all also am any are around be been being both can could did do does either else few first found get give ' +
    'glad go good great had has have hello help here hi how i id ill im is it its ive just kind know last lets like ll look looking lot love ' +
    'lovely made make many match matches matching may maybe me might mind more much must my narrow near nearest need next nice ' +
    'now of offer okay once one ones only option options other others our out own perhaps pick picked picks piece pieces please ' +
    'product products range re right say see selection shall she shop should show shown side some something sort still such sure take ' +
    'tell thank thanks them there they thing things think two three us ve very want was we well were what when where which while who why will ' +
    'wish would yes yet you your youre yours choose choice choices item items suit suits suitable fit fits idea ideas found find finding ' +
    'happy pleased course cost costs price prices priced between up under below above compare compared comparison difference differences ' +
    'differ differs second third another let know anything everything together whichever while whereas however'
  ).split(' '),
);

export const ORDINARY_ZH =
  /您好|你好|您|你|我们|我|这里|这些|这几|这|那些|那|有|是|的|了|吗|呢|吧|啊|和|与|或者|或|也|都|还|再|就|很|非常|给|为|帮|找到|找|看看|看|挑选|挑|选择|选|推荐|符合|要求|商品|产品|东西|一共|共|件|款|个|几|些|可以|能|想要|想|要|需要|如果|请|告诉|哪|什么|喜欢|合适|适合|其中|以下|如下|分别|不同|相似|比较|价格|预算|范围|缩小|一下|为您|供|参考|希望|本店|店里|在|到|从|之间|不超过|最接近|没有|完全|先/gu;
