"""The sample content of the portal: its sections, consultants, hotlines, site texts and pages.

The articles themselves are the files of the folder "articles" beside this module.
Names, telephone numbers and addresses are made up; the friend links lead to real public institutions.
"""

from dataclasses import dataclass
from typing import Literal

SectionKind = Literal["list", "cover", "link"]


@dataclass(frozen=True)
class SectionSample:
    """A section; its path is made of pinyin segments, and parents stand before their children."""

    name: str
    path: str
    kind: SectionKind
    description: str
    content: str = ""
    link_url: str = ""


@dataclass(frozen=True)
class ConsultantSample:
    """A writing consultant, with a line for the box and a biography in HTML."""

    name: str
    title: str
    short_bio: str
    biography: str
    contact: str
    portrait: str  # a file of `pictures/`


@dataclass(frozen=True)
class HotlineSample:
    """A telephone line that the header shows."""

    label: str
    number: str
    person: str
    hours: str


@dataclass(frozen=True)
class SiteSample:
    """The texts that belong to the site as a whole."""

    name: str
    welcome: str
    slogan: str
    copyright: str
    contact: str
    icp: str


@dataclass(frozen=True)
class FriendLinkSample:
    """A link in the footer to another site."""

    name: str
    url: str


@dataclass(frozen=True)
class PageSample:
    """A page outside the sections, its body in HTML."""

    slug: str
    title: str
    body: str


SECTIONS: tuple[SectionSample, ...] = (
    SectionSample(
        name="演讲稿",
        path="yanjianggao",
        kind="list",
        description=(
            "竞聘、就职、校园、婚礼，几种最常遇到的场合，各有可以照着讲的稿子。每一篇都出声念过，念不顺的句子不登。"
        ),
    ),
    SectionSample(
        name="竞聘演讲",
        path="yanjianggao/jingpinyanjiang",
        kind="list",
        description="几分钟里让评委记住一个人。这里的竞聘稿少谈履历，多讲一件做过的事和一件想做的事。",
    ),
    SectionSample(
        name="就职演讲",
        path="yanjianggao/jiuzhiyanjiang",
        kind="list",
        description="第一次以新身份开口，说多了像许愿，说少了像应付。看看别人的第一次怎样说得让人心里踏实。",
    ),
    SectionSample(
        name="校园演讲",
        path="yanjianggao/xiaoyuanyanjiang",
        kind="list",
        description="开学典礼上的讲话，演讲比赛里的决赛稿。台下坐着最没有耐心、也最容易被打动的听众。",
    ),
    SectionSample(
        name="婚礼致辞",
        path="yanjianggao/hunlizhici",
        kind="list",
        description="父母、证婚人和亲友的致辞。三五分钟，让新人听见自己，让来宾听见故事。",
    ),
    SectionSample(
        name="演讲技巧",
        path="yanjiangjiqiao",
        kind="list",
        description="从走上台到走下来，每一步都有办法。这里的文章只讲试过的办法，读完当天就能用上一样。",
    ),
    SectionSample(
        name="开场与收尾",
        path="yanjiangjiqiao/kaichangyushouwei",
        kind="list",
        description="听众最清醒的两个时刻，一个是您刚开口，一个是您快讲完。先把这两头写好。",
    ),
    SectionSample(
        name="声音与台风",
        path="yanjiangjiqiao/shengyinyutaifeng",
        kind="list",
        description="嗓子怎样保养，气怎样用，手往哪里放，眼睛看着谁。台上的身体，也有一份说明书。",
    ),
    SectionSample(
        name="即兴发言",
        path="yanjiangjiqiao/jixingfayan",
        kind="list",
        description="被点名、被敬酒、被推上台，没有稿子的时候怎么办。几副骨架，几个问题，平日练熟。",
    ),
    SectionSample(
        name="公文写作",
        path="gongwenxiezuo",
        kind="cover",
        description="讲话稿、工作总结、心得体会、通知与报告，范文、改写实录和核对清单，写给每天要交稿的人。",
        content=(
            "<p>公文是写给人办事用的。收到的人看完以后，知道发生了什么、要他做什么、什么时候做完，"
            "这份公文就写成了；看完还要打电话来问，就还差一口气。本栏目的文章，都围着这一件事打转。</p>\n"
            "<p>这里分四个小栏。<strong>讲话稿</strong>登可以照着念的范文，也登逐段对照的改写实录；<strong>"
            "工作总结</strong>教人挑数字、摆事实、把没有办成的事也写明白；<strong>心得体会</strong>"
            "专治“深刻认识到”；<strong>通知与报告</strong>备有对照表和核对清单，打印出来就能贴在电脑旁边。</p>\n"
            "<p>范文里的单位、人名和数字，除注明者外均为示例，请换成自己的情况再用。写到半路卡住了，"
            "可以到“求稿问答”看看别人卡在哪里，也可以把您的难处寄给我们。</p>"
        ),
    ),
    SectionSample(
        name="讲话稿",
        path="gongwenxiezuo/jianghuagao",
        kind="list",
        description="会议讲话、动员、部署。把套话换成事实，把要求落到人头，让散会的人知道第一步干什么。",
    ),
    SectionSample(
        name="工作总结",
        path="gongwenxiezuo/gongzuozongjie",
        kind="list",
        description="一年的事怎样写进几页纸。数字怎么挑，成绩怎么讲，没有办成的事怎么交代。",
    ),
    SectionSample(
        name="心得体会",
        path="gongwenxiezuo/xindetihui",
        kind="list",
        description="心里得到了什么，身体上会了什么。不抄讲义，不空表态，写一个“没想到”就够了。",
    ),
    SectionSample(
        name="通知与报告",
        path="gongwenxiezuo/tongzhiyubaogao",
        kind="list",
        description="通知、请示、报告的写法与核对清单。发出去以后电话少，就是写得好。",
    ),
    SectionSample(
        name="口才训练",
        path="koucaixunlian",
        kind="list",
        description="每天二十分钟，一个人在家也能练的功课。有计划表，有验收标准，也有漏了一天怎么补的办法。",
    ),
    SectionSample(
        name="个人业务馆",
        path="gerenyewuguan",
        kind="list",
        description="读者来稿的园地，也是求稿的窗口。好稿子在这里登出来，写不出来的难处在这里说出来。",
    ),
    SectionSample(
        name="佳作摘登",
        path="gerenyewuguan/jiazuozhaideng",
        kind="list",
        description="从读者来稿里挑出来的好文章。挑选的标准只有一条：讲完以后，听众会转身讲给别人听。",
    ),
    SectionSample(
        name="求稿问答",
        path="gerenyewuguan/qiugaowenda",
        kind="list",
        description="您出难处，我们出办法。来信、追问、成稿一并登出，供遇到同样难处的朋友参考。",
    ),
    SectionSample(
        name="写作课堂",
        path="xiezuoketang",
        kind="list",
        description="一课讲一件事：怎样找材料，怎样列提纲，怎样删改。有的课末了还留一道小题，可以当场动手。",
    ),
)

CONSULTANTS: tuple[ConsultantSample, ...] = (
    ConsultantSample(
        name="周言",
        portrait="zhouyan",
        title="演讲写作顾问",
        short_bio=(
            "做过十二年报社编辑，后来专门替人写要开口讲的稿子，竞聘、就职、婚礼、颁奖都写。"
            "写稿之前必先追问五个问题，写完必定出声念三遍。相信每个人身上都有一件值得讲的小事，"
            "只是还没有人问对地方。"
        ),
        biography=(
            "<p>周言，本站演讲写作顾问，主持“演讲稿”与“写作课堂”两个栏目。早年在一家地方报社编副刊，"
            "每天读几十封读者来信，练出了从一堆家常话里找出一句要紧话的眼力。</p>\n"
            "<p>三十六岁那年，一位要在女儿婚礼上讲话的老同学来求稿，她没有替他写，只请他坐下来，问了一个下午。"
            "老同学回去以后自己写成了，讲哭了半个厅。从那以后，她把“先问后写”当成规矩，"
            "至今替人改过的讲稿有一千多篇，每一篇的开头都是一张写满问题的纸。</p>\n"
            "<p>她对稿子有三条要求：一篇只讲一件事；能换给别人讲的句子，一律不留；念给母亲听，母亲听得懂。"
            "她的母亲是裁缝，听完常说的一句话是“腰那里再收一收”，意思是中间太松，还得删。</p>\n"
            "<p>求稿的朋友，请先写下一件您亲眼见过的事，不必讲究词句，连同讲话的场合和时间一起寄来。</p>"
        ),
        contact="邮箱 zhouyan@example.com\n微信 zhouyan-yjw",
    ),
    ConsultantSample(
        name="陆笙",
        portrait="lusheng",
        title="声音与口才顾问",
        short_bio=(
            "在广播站、剧场和夜校的教室里待了二十年，教过会计、护士、乡村教师和不肯开口的工程师。不教腔调，"
            "只教人把话送到最后一排。他说紧张不会消失，练到后来，它会乖乖坐到后排去。"
        ),
        biography=(
            "<p>陆笙，本站声音与口才顾问，主持“声音与台风”“即兴发言”和“口才训练”。外公是走街的布商，"
            "也是镇上最会讲故事的人，他的第一堂口才课，是在夏天晚上的院子里听来的。</p>\n"
            "<p>他做过县广播站的播音员，也在剧场里当过几年台词老师，后来到夜校开了一门晚间口才课，一教就是十一年。"
            "学员里什么人都有：一开口就脸红的会计，嗓门太大吓着病人的护士，讲课讲到失声的乡村教师。"
            "他给每个人听的第一样东西，都是他们自己的录音。</p>\n"
            "<p>他主张“先护嗓，再练声；先讲清，再讲好”。课上不喊口号，不背绕口令比快慢，练得最多的是复述和停顿。"
            "他常随身带一根吸管，碰到嗓子哑了的人，就教他对着吸管哼一分钟。</p>"
        ),
        contact="邮箱 lusheng@example.com\n电话 010-0000-1206",
    ),
    ConsultantSample(
        name="顾清和",
        portrait="guqinghe",
        title="公文写作顾问",
        short_bio=(
            "坐过十九年机关办公室，起草和核改过的文件摞起来比人高。退下来以后专改别人的稿子，手边常备一把尺、"
            "一支铅笔和一部电话。他的看法是：公文写得好不好，只看发出去以后来问的电话多不多。"
        ),
        biography=(
            "<p>顾清和，本站公文写作顾问，主持“公文写作”各栏，并负责“求稿问答”里材料和讲话稿的部分。"
            "他从打字员做起，打过蜡纸，校过铅字，后来做文秘，十九年里换过五间办公室，没有换过行当。</p>\n"
            "<p>他改稿有个习惯，先打电话，后动笔。数字从哪里来，日子记没记错，那句话是谁说的，一样一样问明白，"
            "稿子往往在问的过程中就活了。年轻同事说他改过的稿子“看不见改的痕迹，只觉得事情忽然清楚了”，"
            "他听了很高兴，说这是他得过的最好的评语。</p>\n"
            "<p>他不赞成把公文写成谜语，也不赞成把公文写成散文。他说，公文像一张凳子，四条腿一样长，坐上去不晃，"
            "就是好凳子，雕花是另一回事。</p>\n"
            "<p>来稿请注明单位性质、用途和截止时间，涉及内部情况的，请先隐去再寄。</p>"
        ),
        contact="邮箱 guqinghe@example.com",
    ),
)

HOTLINES: tuple[HotlineSample, ...] = (
    HotlineSample(
        label="24小时求稿热线",
        number="400-000-2014",
        person="温老师",
        hours="全天24小时，夜间请留言，次日上午回电",
    ),
    HotlineSample(
        label="演讲培训热线",
        number="010-0000-1206",
        person="陆老师",
        hours="周一至周六9:00至18:00",
    ),
)

SITE = SiteSample(
    name="演讲网",
    welcome="欢迎来到演讲网",
    slogan="写得明白，讲得动人",
    copyright="版权所有 © 演讲网",
    contact="编辑部邮箱：bianji@example.com",
    icp="",
)

FRIEND_LINKS: tuple[FriendLinkSample, ...] = (
    FriendLinkSample(
        name="国家图书馆",
        url="https://www.nlc.cn/",
    ),
    FriendLinkSample(
        name="中国语言文字网",
        url="http://www.china-language.edu.cn/",
    ),
    FriendLinkSample(
        name="中国国家博物馆",
        url="https://www.chnmuseum.cn/",
    ),
    FriendLinkSample(
        name="故宫博物院",
        url="https://www.dpm.org.cn/",
    ),
)

PAGES: tuple[PageSample, ...] = (
    PageSample(
        slug="about",
        title="关于我们",
        body=(
            "<p>演讲网是一个写给普通人的演讲与写作网站。来这里的人，有的后天就要竞聘，有的下个月嫁女儿，"
            "有的今天晚上要交一份总结，坐在电脑前面半天没有写出一个字。我们做的事，是陪他们把那个字写出来，"
            "再把写好的话讲出去。</p>\n"
            "<h2>我们登什么</h2>\n"
            "<p>本站登三类文章。一类是可以照着讲的稿子，每一篇都由编辑出声念过，卡住的地方改到顺口为止。"
            "一类是讲方法的文章，只讲试过的办法，尽量附上例子，最好是改前和改后摆在一起。还有一类是读者来稿，"
            "写自己、写身边的人，登在“个人业务馆”里，那里常常有全站最好的文章。</p>\n"
            "<h2>我们不登什么</h2>\n"
            "<p>东拼西凑的稿子不登，编造的“名人名言”不登，换个名字就能送给任何人的颂词不登。我们也不代写论文、"
            "检讨书和一切应当由本人负责的文字。</p>\n"
            "<h2>谁在做这件事</h2>\n"
            "<p>本站有一个不大的编辑部和三位写作顾问：周言看演讲稿，陆笙教声音和口才，顾清和改公文。"
            "您在文章末尾看到的点评、批注和提示，都出自他们之手。欢迎您读完以后来信，告诉我们哪一句有用，"
            "哪一句没有用。</p>"
        ),
    ),
    PageSample(
        slug="contribute",
        title="投稿须知",
        body=(
            "<p>本站全年接受来稿，不收版面费，也不论作者的职业和名气。为了让您的稿子少走弯路，"
            "请在寄出以前读一读下面几条。</p>\n"
            "<h2>我们想要的稿子</h2>\n"
            "<ul>\n"
            "<li>演讲稿、致辞、发言：注明讲话的场合、时长和听众，最好是真的讲过的。</li>\n"
            "<li>公文与总结：可以隐去单位和人名，但事情和数字要真。</li>\n"
            "<li>写作与口才的心得：一篇讲一个办法，附一个例子。</li>\n"
            "<li>求稿来信：请写明难处在哪里、已经写到哪一步，并附上您的草稿，哪怕只有三行。</li>\n"
            "</ul>\n"
            "<h2>格式</h2>\n"
            "<p>篇幅以700字至2000字为宜。请把正文直接贴在邮件里，或者附一份普通的文档，不必排版。引用古人的话，"
            "请注明书名和篇名；引用身边人的话，请用原话，并事先征得本人同意。</p>\n"
            "<h2>审稿与修改</h2>\n"
            "<p>编辑部在收到来稿后15个工作日内回信，用与不用都会说明理由。决定采用的稿子，编辑可能作文字上的修改，"
            "改动较大的，登出以前会请您过目。请勿一稿多投；如果稿子已经在别处发表过，请在信里说明。</p>\n"
            "<p>来稿请寄：tougao@example.com，邮件标题请写“投稿＋栏目＋题目”。</p>"
        ),
    ),
    PageSample(
        slug="contact",
        title="联系我们",
        body=(
            "<p>找我们，有三条路。事情急，打电话；事情长，写邮件；只想说一句“这篇有用”，在邮件标题里写上就行，"
            "正文可以空着。</p>\n"
            "<h2>电话</h2>\n"
            "<ul>\n"
            "<li>24小时求稿热线：400-000-2014，温老师。夜间请留言，说清场合、时长和交稿时间，次日上午回电。</li>\n"
            "<li>演讲培训热线：010-0000-1206，陆老师，周一至周六9:00至18:00。</li>\n"
            "</ul>\n"
            "<h2>邮箱</h2>\n"
            "<ul>\n"
            "<li>编辑部：bianji@example.com</li>\n"
            "<li>投稿：tougao@example.com</li>\n"
            "<li>版权与更正：banquan@example.com</li>\n"
            "</ul>\n"
            "<h2>打电话之前</h2>\n"
            "<p>求稿的朋友，请先在纸上写下四样东西：在哪里讲，讲几分钟，台下坐着谁，您最想让他们记住哪一件事。"
            "带着这张纸打电话，十分钟能谈完的事，不会谈成一个小时。</p>\n"
            "<p>发现文章里有错字、错数或者引文有误，请一定告诉我们。更正会写在文章末尾，并注明是哪位读者指出的；"
            "不愿意署名的，请说一声。</p>"
        ),
    ),
    PageSample(
        slug="copyright",
        title="版权声明",
        body=(
            "<p>本站注明“本站原创”的文章，著作权归演讲网与作者共同所有；注明“读者来稿”的文章，"
            "著作权归作者本人所有，本站享有在网站上登载的权利。</p>\n"
            "<h2>您可以这样用</h2>\n"
            "<p>个人学习、课堂教学、在会议或者典礼上照着讲，都不必事先征得我们同意，也不收任何费用。改成自己的话、"
            "换成自己的事去讲，我们更加欢迎，稿子本来就是写给人开口用的。</p>\n"
            "<h2>请不要这样用</h2>\n"
            "<p>未经书面许可，请不要整篇转载到其他网站，不要编入书刊或者收费的资料，不要抹去作者的名字另行署名。"
            "获准转载的，请保留作者姓名、文章标题和“来源：演讲网”的字样，并且不要改动原意。</p>\n"
            "<h2>关于范文</h2>\n"
            "<p>范文中的单位、人名、地名和数字均为示例，如有雷同，纯属巧合。公文的格式和用语，"
            "请以您所在单位的规定和现行的标准为准；涉及安全、健康和专业判断的内容，请向有关部门或者专业人员核实。"
            "</p>\n"
            "<h2>权利人通知</h2>\n"
            "<p>如果您认为本站的某篇文章侵犯了您的权利，请把文章的地址、您的权利证明和联系方式寄到banquan@example.c"
            "om。我们会在3个工作日内回复，情况属实的，立即撤下并致歉。</p>"
        ),
    ),
)

# The editor's related links: the stem of an article's file, and the stems of those it points to.
RELATED: dict[str, tuple[str, ...]] = {
    "09-kaikou-diyiju": (
        "10-shouwei-liuzhong",
        "31-xiezuo-cong-baizhi-dao-taishang",
        "01-jingpin-kefu-zhuren",
    ),
    "15-jianghuagao-gaixie-shilu": (
        "16-jianghuagao-fangxun",
        "32-xiezuo-shan",
        "30-qiugao-zai-bagao",
    ),
    "07-hunli-fuqin-zhici": (
        "08-hunli-zhenghunci",
        "29-qiugao-tuixiu-huansong",
    ),
    "23-koucai-sanshitian": (
        "24-koucai-fushu",
        "11-shengyin-qitian-husang",
        "13-jixing-dianming-shimiao",
    ),
    "25-jiazuo-qiaotou-xiuche": (
        "28-jiazuo-shanlu-youbao",
        "26-jiazuo-ti-fuqin-lingjiang",
        "19-xinde-zhucun",
    ),
}
