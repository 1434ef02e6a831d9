"""Tells readers from search crawlers, AI crawlers and other machines by the user agent. Pure, and cached.

RE2 matches all patterns at once: the patterns of `crawler-user-agents`, our list of words by which machines name
themselves, and our list of names in readers' agents. Every reader's agent names an engine, a system or a device that
people hold.
"""

from functools import cache, lru_cache
from typing import Literal

import re2
from crawleruseragents import CRAWLER_USER_AGENTS_DATA

Machine = Literal["search", "ai", "machine"]

MAX_CHARS = 1_000  # of an agent that are matched
_SET_BYTES = 64 << 20  # the memory that RE2 may use; its default of 8 MB is too little for so many patterns

# Patterns of the list that also match apps and phones of people: the Sogou browser, WhatsApp, an Android build, …
_PEOPLE = frozenset(
    (
        r"008\/", r"AP3A\.240617\.008", "Blackboard", "Butterfly", r"Code\/1\.", "Expanse", "Fever", r"Fetch\/",
        r"Freespoke\/", r"Instapaper\/", "MetaIAB Facebook", r"Overcast\/", "Podimo", "Slurp", "Sogou", "Sonic",
        "Viber", "Wayback", "WhatsApp", "coccoc", "okhttp",
    )
)  # fmt: skip

_SEARCH = (
    r"baidu ?spider|baidu transcoder|sogou [\w ]+ ?spider|360spider|haosou|yisouspider|easouspider|daum ?(oa)?[/ ]?\d",
    r"googlebot|bingbot|yandex\w*bot|yahoo! slurp|petalbot|sputnik\w*bot|bravebot|\byeti/",
)
# AI services that fetch a page for a question, learn from it, or read it on behalf of a person. Kimi, 豆包, 元宝 and
# 夸克 are also browsers of people, so a name counts only with a mark of a machine behind it, or if nobody else has it.
_SERVICES = (
    "kimi|moonshot|deepseek|doubao|zhipu|chatglm|glm|qwen|tongyi|yuanbao|hunyuan|ernie|wenxin|minimax|stepfun|baichuan"
    "|sensenova|iflytek|spark|metaso|tencent|mistralai|perplexity|claude|chatgpt|gemini|grok|xai|exa|tavily|linkup"
    "|jina|phind|poe|felo|genspark|manus|liner|you|amzn|bedrock|diffbot|firecrawl"
)
_AI = (
    r"bytespider|deepseek\w*bot|mistralai|xai-|anthropic|cohere|chatgpt-|openai|\bgrok/",
    r"gemini-ai|bard-ai|groq-bot|huggingface|together-bot|replicate-bot|character-ai|ai2bot|claude-|perplexitybot|google-gemini",
    rf"\b({_SERVICES})-?(bot|user|spider|crawler|search|searchbot|fetch|fetcher|agent|reader)\b",
    r"[a-z0-9]-user\b(/|;|\)|$| )",  # a service says by this that a person asked it to look
    r"\bagenttimes|amazon-kendra|kendra\b|laion|notebooklm|nova-?act|\bopencode/|\bshap(bot|-user)|zhipu|img2dataset",
    r"meta-external|google-cloudvertex|google-extended|applebot-extended|webzio-extended|cloudflare-autorag|copilot-studio",
    r"langchain|llama-?index|crawl4ai|browser-use|skyvern|autogpt|\bcodex[/-]|\baider/|\bcline/|\bwindsurf/|\bdify/|\bcoze/",
    r"fastgpt|readerlm|jina-?reader|sogouai|360ai\w*spider|\bnewsai\b|\bicc-crawler|sidetrade|\bdatenbank\b",
)
_MACHINES = (
    # Words that machines use of themselves. CUBOT, "M BOT 51" and "XBot Junior" are phones.
    r"-bots?\b|[a-z][a-tv-z]bots?\b|[a-z][a-tv-z]bots?_|\bbots?[/);.@+]|robot",
    r"crawl|spider[^\w ]|scraper|archiver|probe|sitemap|extract|audit|detector|collector|classifier|inspector",
    r"(^|[^m])scan(ner)?\b|scan@|scans|scanning|webscan",  # CamScanner is an app
    r"monitor|observatory|observer|uptime|health ?check|synthetic|[a-z]check(er)?\b|check\)|validat",
    r"analy[sz]er|[^s]thumbnail|(^|[^p])research|measurement|prospecting|leadradar|[^c]fetch|imagecache|(^|[^y0])preview\b",
    r"feed(fetch|read|bot|pars|-id|dler|demon)|feedly|rss(bot|reader|owl|bandit| )|quiterss|readkit|reeder/|^downcast",
    # A contact in case of trouble: readers have no address to give. (Overcast has one, and plays podcasts.)
    r"[+;,=-] ?https?:[\\/]{2}([^o]|o[^v])|^https?:|report https?:|[\w.-]@[\w-]+\.[a-z]|\[at\]",
    # Previews of links that people send to each other. (Agents of the apps themselves are readers: GBWhatsApp, …)
    r"url-?(detect|downloader|2meta|preview|expand|resolv|check)|uri-?preview|link-?(preview|service|expand|unfurl|meta)",
    r"^whatsapp(/[\d.]{3,}( [a-z])?|/\d+ cfnetwork.*)?$|line-poker|-scrap/|externalhit|unfurl|wxpicspider",
    # Services that monitor media, and a university's corpus.
    r"\bawario|panscient|phantombuster|amazon-quick|\blcc(/|\b.*corpora)|velenpublic|netestate|yandexadditional|klaviyo|runpod",
    # Libraries, and browsers that a program drives.
    r"(^|[^b])curl/|wget|python|\bjava/\d|http-?client|httprequest|winhttp\.",
    r"\bruby/\d|\bperl\b|\bphp[/_-]|^php|\bnode\b",
    r"emacs|\bgo/go|cri-o|trackersdk|geoipupdate|podcast provider|cygwin-setup|clamav|cryptoapi|logic-apps|(^|-)okhttp",
    r"headless|phantomjs|slimerjs|jsdom|cypress/|selenium|puppeteer|playwright|webdriver|functionize|wechatdevtools",
    r"cursor/\d|electron-fetch|applecoremedia|safariviewservice|\bswcd|igetter|episode duration|yunjiankong",
    # Google's services other than its search, and other services.
    r"google-|googleweblight|google page speed|google search console|googlemess|googleads|google_partner|duplexweb",
    r"adwords|mediapartners|adsense|^duckduckgo/\d|^ddg_android/5\.9",
    r"nagios|gomezagent|dejaclick|iplabel|site24x7|pageburst|cloudflare|splunk|assetnote|reaver|hydra|advisor",
    r"convertify|sparkler|whatcms|cybaa|(email|image)proxy|burpcollaborator|\(select",
    # The name of a browser and nothing else, or a template that nobody filled in.
    r"^(firefox|chrome|safari|opera|browsershots|android\.\w+)$|chrome/w\.x|firefox/firefoxversion",
    r"^mozilla/\d\.\d \(?[\w -]+(/[\d.]+)?\)?$|^mozilla/\d\.\d \(compatible; [a-z][\w.-]*(/v?[\w.-]+)?\)?$",
    r"\(\w+\) applewebkit/[\d.]+ \(khtml, like gecko\)$|mozilla/6\.0 \(windows nt 1|mail\.\w+\.\w+ proxy",
    r"^[a-z]+[,|] ?mozilla|^thumbor|^post /|time/\d{13}",
)
_READERS = (
    r"mozilla ?/ ?\d|opera|opr/|webkit|dalvik|ucweb|ucbrowser|cfnetwork|browser|firefox|cronet|netfront|obigo|teleca",
    r"android|iphone|ipod|ipad[;\d]|\bios\b|midp|up\.browser|\bup/4|wap|symbian|blackberry|nokia|palm|docomo|msm8",
    r"windows|winnt|win(10|7|32|64)|microsoft|mac ?os|mac-|macintosh|darwin|osx|linux|amiga|watch ?os|watch\d|fire os",
    r"tvos|webos|vizios|hbbtv|hybridcast|dlna|smart-?tv|playstation|nintendo|tizen|roku|amazon[; ]|kreatv|fiber",
    r"lynx|e?links|w3m|mosaic|voyager|xiino|dillo|hotjava|amaya/9|arachne|omniweb|biyubi|midori|bonecho|screen-\d",
    r"whatsapp|\[fban|skype|webex|citrix|podca|pocket|podkicker|rssradio|castro|antenna|player|itunes|plex",
    r"quicktime|spice|battle\.net|galaxyclient|bluestacks|vscode|google(app|earth| update)|update[r/]|handbrake",
    r"globalprotect|mozac|aida64|cpuid|reflect|magician|ninetails|msdw|-app\b|pinterest/\d|appletv",
)
_TAGS: dict[str, Machine] = {"search-engine": "search", "ai-crawler": "ai"}


@lru_cache(maxsize=10_000)
def machine(agent: str) -> Machine | None:
    """Return the kind of machine that has this agent, or None for a reader."""
    kinds, patterns = _patterns()
    # RE2 takes no surrogates, which stand for bytes that are not UTF-8. Match() returns None if nothing matches.
    text = agent[:MAX_CHARS].encode("utf-8", "replace").decode()
    found = {kinds[index] for index in patterns.Match(text) or ()}
    if "ai" in found:
        return "ai"
    if "search" in found:
        return "search"
    return None if found == {"reader"} else "machine"


@cache
def _patterns() -> tuple[list[str], re2.Set]:
    """Return the kind of each pattern and the set of them all, made on the first use in each process."""
    rules = [
        (entry["pattern"], next((_TAGS[tag] for tag in entry.get("tags", ()) if tag in _TAGS), "machine"))
        for entry in CRAWLER_USER_AGENTS_DATA
        if entry["pattern"] not in _PEOPLE
    ]
    own = {"search": _SEARCH, "ai": _AI, "machine": _MACHINES, "reader": _READERS}
    rules += [(f"(?i:{pattern})", kind) for kind, patterns in own.items() for pattern in patterns]
    options = re2.Options()
    options.max_mem = _SET_BYTES
    together = re2.Set.SearchSet(options)
    for pattern, _ in rules:
        together.Add(pattern)
    together.Compile()
    return [kind for _, kind in rules], together
