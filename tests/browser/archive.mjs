// An archive on loopback that speaks as pywb does, for histories to look at. All of its captures are made up.
import { createHash } from "node:crypto";
import http from "node:http";

/* Serves these captures, each of a time of 14 digits and a page, of whatever address; tells its collection's address. */
export const serve = async (captures) => {
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, "http://archive.example");
    if (url.pathname === "/web/cdx") {
      const page = url.searchParams.get("url");
      const row = ([timestamp, html]) => JSON.stringify({
        urlkey: "example,news)/1.html", timestamp, url: page, mime: "text/html", status: "200",
        digest: createHash("sha1").update(html).digest("hex").toUpperCase().slice(0, 32), length: String(html.length), offset: "0", filename: "a.warc.gz",
      });
      response.end(captures.map((capture) => `${row(capture)}\n`).join(""));
      return;
    }
    const [, timestamp] = /^\/web\/(\d{14})(?:[a-z]{2}_)?\//.exec(url.pathname) ?? [];
    const found = captures.find(([time]) => time === timestamp);
    if (!found) {
      response.writeHead(404).end("nothing here");
      return;
    }
    const [y, mo, d, h, mi, s] = [[0, 4], [4, 6], [6, 8], [8, 10], [10, 12], [12, 14]].map(([a, b]) => Number(timestamp.slice(a, b)));
    response.writeHead(200, {
      "Content-Type": "text/html; charset=utf-8", "Memento-Datetime": new Date(Date.UTC(y, mo - 1, d, h, mi, s)).toUTCString(),
    });
    response.end(found[1]);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}/web`, close: () => server.close() };
};

/* A page with this headline and these paragraphs. */
export const story = (headline, paragraphs, { lang = "en", date = "2019-03-01", dir = "ltr" } = {}) =>
  `<!doctype html><html lang="${lang}" dir="${dir}"><head><meta charset="utf-8"><title>${headline}</title><meta property="og:type" content="article">
   <meta property="article:published_time" content="${date}T08:00:00Z"></head><body><article><h1>${headline}</h1>${paragraphs.map((p) => `<p>${p}</p>`).join("\n")}</article></body></html>`;

const BOARD = "The island ferry will not sail before Easter, the harbour board said on Monday, after a survey found cracks in the shaft that drives her two screws.";
const COST = "Repairs will cost forty thousand pounds, of which the council bears the half and the company that runs the boat the rest.";
const SHEEP = "Until then sheep and post go by fishing boat, weather permitting, and passengers are asked to call at the office on the quay.";
const MASTER = "The harbour master, who has seen three ferries come and go, said that the boat was built in 1961 and that her shaft had been mended twice before.";
const SCHOOL = "Pupils of the school on the mainland stay with families there during the week, as they did in the winter of 1987.";

/* A story of seven versions in three years, with a gap. */
export const ferry = () => {
  const second = [BOARD.replace("before Easter", "before late in May"), COST, MASTER, SHEEP];
  const third = [BOARD.replace("before Easter", "before late in May"), COST.replace("forty thousand", "sixty-two thousand"), SHEEP, MASTER, SCHOOL];
  const late = ["The island ferry sailed again on Monday after three years in dock, with all on board and the band on the quay.", COST.replace("will cost forty thousand", "have cost ninety thousand"), MASTER, SCHOOL];
  return [
    ["20190301080000", story("Ferry stays in dock until Easter", [BOARD, COST, MASTER, SHEEP])],
    ["20190301140000", story("Ferry stays in dock until Easter", [BOARD, COST, MASTER, SHEEP])],
    ["20190302090000", story("Ferry stays in dock until May", second)],
    ["20190306090000", story("Ferry stays in dock until May", third)],
    ["20190306180000", story("Ferry stays in dock until May, board says", third, { date: "2019-03-06" })],
    ["20190320180000", story("Ferry stays in dock until May, board says", third.slice(0, 4), { date: "2019-03-06" })],
    ["20190401180000", "<!doctype html><title>Harbour</title><p>The page you asked for is not here."],
    ["20220310120000", story("Ferry sails again after three years", late, { date: "2019-03-06" })],
    ["20220311120000", story("Ferry sails again after three years", [...late, SHEEP.replace("Until then", "No longer do")], { date: "2019-03-06" })],
  ];
};

export const arabic = () => {
  const text = ["قال مجلس الميناء يوم الاثنين إن عبارة الجزيرة لن تبحر قبل عيد الفصح، بعد أن كشف الفحص عن شقوق في العمود الذي يدير مروحتيها.", "ستكلف الإصلاحات أربعين ألف جنيه، يتحمل المجلس نصفها وتتحمل الشركة المشغلة للقارب الباقي، كما جاء في البيان."];
  const more = "وحتى ذلك الحين تنقل قوارب الصيد الأغنام والبريد إذا سمح الطقس، ويطلب من الركاب الاتصال بالمكتب على الرصيف.";
  const options = { lang: "ar", dir: "rtl" };
  return [
    ["20190301080000", story("العبارة تبقى في الحوض حتى عيد الفصح", text, options)],
    ["20190304080000", story("العبارة تبقى في الحوض حتى مايو", [text[0].replace("عيد الفصح", "أواخر مايو"), text[1], more], options)],
  ];
};

export const japanese = () => {
  const text = ["港湾委員会は月曜日、軸に亀裂が見つかったため、島の渡し船は復活祭まで運航しないと発表した。修理には四万ポンドかかる見込みだ。", "それまでの間、羊と郵便は天候が許せば漁船で運ばれる。乗客は埠頭の事務所に問い合わせるよう求められている。"];
  const options = { lang: "ja" };
  return [
    ["20190301080000", story("島の渡し船、復活祭まで運休", text, options)],
    ["20190304080000", story("島の渡し船、五月まで運休", [text[0].replace("復活祭", "五月下旬").replace("四万", "六万"), text[1]], options)],
  ];
};

/* One capture, and three hundred versions over twelve years, most in the first weeks. */
export const one = () => ferry().slice(0, 1);

export const many = () => Array.from({ length: 300 }, (_, n) => {
  const time = new Date(Date.UTC(2010, 0, 1) + (n < 200 ? n * 3 * 3_600_000 : (n - 199) ** 2 * 10 * 3_600_000 * 1.05));
  const changed = [BOARD, COST.replace("forty", `${40 + n}`), n % 3 ? MASTER : MASTER.replace("1961", `${1900 + n % 60}`), ...(n % 5 ? [SHEEP] : []), SCHOOL];
  return [time.toISOString().replace(/\D/g, "").slice(0, 14), story(n % 7 ? `Ferry stays in dock, week ${n - n % 7}` : `Ferry stays, week ${n}`, changed)];
});
