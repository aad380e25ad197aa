# ruff: noqa: E501 - long lines of words and patterns are easier to add to than wrapped ones
"""How the names of platforms and of contacts are written: full names, nicknames, pinyin, homophones, split characters.

Folded spellings (lower case, simplified). A `weak` spelling is also an ordinary word or a single sign: it counts only before
something that can only be an account or a number. To teach the reader a new nickname, add it here.
"""

from __future__ import annotations

from itertools import product
from typing import NamedTuple


class Spelling(NamedTuple):
    """One way to write the name of a platform; `kind` is a handle kind, or `contact` for "reach me at"."""

    text: str
    kind: str
    weak: bool


# How a character is written by its parts (kfcd/chaizi, CC BY 3.0, and as seen in listings).
PARTS = {
    "微": "彳山一几攵 彳山兀攵 彳山几攵 彳山一兀攵 彳攵", "信": "亻言 人言 亻讠 イ言 亻訁", "话": "讠舌 言舌 訁舌", "打": "扌丁 才丁 手丁", "扣": "扌口 才口 手口",
    "机": "木几 朩几", "企": "人止", "鹅": "我鸟", "薇": "艹微 草微 艹彳山一几攵", "威": "戊女", "抖": "扌斗 才斗", "快": "忄夬 心夬", "红": "纟工 丝工",
    "号": "口丂 口亏", "联": "耳关", "络": "纟各", "拨": "扌发 才发", "码": "石马", "邮": "由阝 由邑", "箱": "竹相", "球": "王求 玉求", "讯": "讠卂 讠孔",
    "维": "纟隹 丝隹", "群": "君羊", "音": "立日 立曰", "博": "十尃", "加": "力口", "脸": "月佥", "推": "扌隹", "围": "囗韦 口韦", "脖": "月孛", "特": "牛寺 牜寺",
    "报": "扌报", "短": "矢豆", "致": "至攵", "赖": "束负", "热": "执灬", "线": "纟戋", "手": "丿二亅",
}  # fmt: skip
# Characters that sound alike (toneless pinyin), as they stand in for the one in a platform's name.
SOUND = {
    "微": "征薇威维为围危唯惟味未卫魏伟尾巍徽嶶溦徵葳崴崽苇委慰韦蔚薇娓炜偎潍喂", "信": "芯心新欣辛馨昕鑫忻薪訫伈莘星", "扣": "抠叩寇口蔻扣筘", "球": "丘秋求邱囚裘虬",
    "电": "店殿垫点奠淀", "话": "化画花华桦", "手": "守首收", "机": "鸡基击几姬吉", "抖": "斗兜陡豆逗", "音": "因阴吟荫茵", "快": "块筷侩", "红": "洪宏虹鸿", "书": "薯叔舒淑殊蜀暑",
    "报": "抱爆豹暴宝保堡", "博": "脖薄勃搏伯铂膊泊", "围": "微维为围韦唯", "推": "腿退", "企": "起气", "鹅": "额娥俄峨蛾",
}  # fmt: skip

PINYIN = dict(entry.split("=") for entry in ["微=wei", "信=xin", "抖=dou", "音=yin", "快=kuai", "手=shou", "博=bo", "红=hong", "书=shu", "电=dian", "话=hua", "报=bao", "机=ji", "飞=fei", "企=qi", "鹅=e", "扣=kou", "邮=you", "箱=xiang", "脸=lian", "围=wei", "脖=bo", "推=tui", "特=te", "薇=wei", "威=wei", "维=wei", "唯=wei", "号=hao", "薯=shu", "小=xiao"])  # fmt: skip
_MIXED = (
    "微信",
    "薇信",
    "威信",
    "维信",
    "唯信",
    "抖音",
    "快手",
    "微博",
    "小红书",
    "小红薯",
    "电话",
    "电报",
    "飞机",
    "企鹅",
    "扣扣",
    "手机",
    "邮箱",
    "脸书",
    "围脖",
    "推特",
)
"""Names of which some characters are written in pinyin or by its first letter (kuai手, K手, 小hong书)."""

_STRONG = {
    "wechat": "wexin ➕v ➕vx ➕微 ➕薇 ➕威 ➕v信 ➕微信 ウィーチャット ウィチャット ウイチャット 微信id 위챗 위쳇 웨이신 uychat uychát uêchát uýchát vichat wicát wcht wechaat 某信 胃信 胃心 vvx v型 v杏 v+ vx+ vㄨx ㄨ信 㣲信 微亻言 薇x 威x 薇v 微信 微信号 微讯 微讯号 微号 wechat wechatid weixin weixinhao weichat wechate wecht wx wxid vx vxin vixin 薇信 v信 v芯 v心 vxhao wei信 微xin w信 we信 x信 vv vvv号 绿泡 绿泡泡号 小绿人 绿色聊天 绿色app号 绿色通讯 绿软 绿软件 绿色通讯软件 绿气泡 绿色气泡 绿色对话框 绿色小泡泡 微我 贴贴号 葳信 薇芯 葳芯 维芯 唯芯 徽芯 巍信 纬信 伪信 尾信 薇号码 微型号码 wechatno wxhao wxin weix wixin weixn weichar vchat vechat weichatid 위챗아이디 วีแชต wechát wc号 小微信 微信小号 vx号 "
    "绿泡泡 绿泡 绿色软件 绿色聊天软件 绿色图标 小绿 小绿泡 绿标 绿色app 绿app 绿色应用 绿色的软件 绿色的app 绿图标 绿聊 小绿标 🛰 ✌信 耶信 胜利信 卫星号 薇号 威号 v号 维信 微x 微v 徽信 嶶信 溦信 "
    "jiaweixin jiawei jiavx jiav jiawx viwei вичат вейчат вечат вичате วีแชท วีแชต วีแชทไอดี 위챗 qianxin 张小龙 tencentwechat",
    "qq": "qq qq号 qq号码 qqhao qqid 扣扣 扣扣号 抠抠 叩叩 球球 球球号 秋秋 丘丘 企鹅号 企鹅 小企鹅 企鹅群 扣q q号 q扣 kouqiu kouq kouko koukou qiuqiu qie 小鹅 小鹅号 鹅鹅 鹅厂号 胖企鹅 企额 戴围巾的企鹅 红围巾企鹅 扣扣号码 口口号 寇寇号 球球号码 敲敲 企鹅号码 q仔 扣1扣 qqnumber qqno qq号是 аська kuku kukou ㄑㄑ "
    "q球 球q oicq 鹅号 扣号 🐧 кукью куку",
    "telegram": "텔그 비행기앱 纸飞行机 самолётике самолетик самолётику самолетику бумажныйсамолётик бумажныйсамолетик blueplaneapp blueplane airplaneapp planeapp paperairplane เครื่องบินกระดาษ แอปเครื่องบิน télégrame テレグラム テレグラ テレグ 텔레그렘 탤레그램 텔레아이디 têlêgờram têlêgram têgờram télégram telegờram têlêgam tlgm tgrm telgm telegram telegrm telegarm telegramm telegam telegran telegraph telegramid tg tgid tg号 电报 电报号 飞机 飞机号 小飞机 纸飞机 大飞机 飞机软件 蓝色飞机 ✈ 🛩 dianbao feiji zhifeiji xiaofeiji tg群 tele号 电抱 电暴 电宝号 飞机号码 纸飞机号 纸飞鸡 飞鸡 飞基 灰机 小灰机 蓝飞机 蓝色纸飞机 白飞机 土飞机 飞机app 纸飞机app paperplane paperplaneapp телеграф телегаграм телегам тэгэ тгшечка тгшку самолётик телеграмчик телеграмка เทเลแกรม เทเรแกรม เทเลกรัม telegrem t3legram tgram telgram telgrm telega pesawatkertas 電報 飛機 máybaygiấy "
    "телеграм телеграмм телега телегу телеге телеги телеграме телеграмме тг тлг тлгр тлгм тгк тгшка телеграма тележка тележку тележке เทเลแกรม เทเล เทเลแกรมไอดี telegrám têlê telê têlêgram tele tgm tlgrm tgram teleg teleqram 텔레그램 텔레",
    "whatsapp": "华特斯 沃兹普 ватс вотс วอทส์ วอตแอป ワッツ wuzap wazzup wazap wassup oátsap greenapp greenchatapp aplikasihijau aplikasiijo wahijau วัตส์แอพ зелёныймессенджер зеленыймессенджер ワッツアップ ワッツアプ ワツアプ 왓츠 와츠앱 왓쳅 wasap wassap oátsáp oátxáp wátsáp wátxáp oatxap vátsáp wtsapp wtsap whtspp whtsap whtspp wsapp wtsp whatsapp whatsap whatapp watsapp watsap wassap wassapp wasap whatsup whatsaap whtsapp whats wsp wapp wp wa w4 whatsappme whatsappno ватсап вацап вотсап ватсапп вотсапп ватцап васап вотцап вацапп whatsapp号 wassup watsup watsup号 wattsapp watzap whazapp whatzapp whatsup号 whats阿普 瓦茨阿普 瓦次阿普 沃次阿普 沃茨阿普 沃兹阿普 哇次阿普 哇兹阿普 卧槽阿普 绿电话 绿色电话 whats爱普 whats艾普 whats普 wasapp wazap ватцапп вацапка вацапе ватсапе вотсапе ватсапу вацапу вотсапу ватсаппе วอทแอพ วอทส์แอพ วอทซ์แอป nomorwa nowa wa号 whatsappku wapp号 đầnwhatsapp oátsáp oátxáp goátsáp 瓦普 왓츠앱번호 왓츠 "
    "ws wapp号 瓦次 瓦茨 沃次 沃兹普 wsapp 瓦次艾普 瓦次爱普 沃茨艾普 沃次艾普 哇次艾普 哇次 嚯次 whatsappp вацапчик воцап воцапп ватсапчик 沃茨 瓦次普 瓦萨 วอทส์แอป วอทแอป วอตส์แอป วอทส์แอพ วอทซแอป 왓츠앱 uatsap",
    "viber": "вайбе вайбр фиолетовыймессенджер バイバー vaibơ vaibờ vaiber vbr vibr viber vaiber вайбер вибер вайбере вайб ไวเบอร์ 바이버 viber号 вайбэр вибэр วีเบอร์ vaibơ 紫色电话",
    "line": "ลายแอด แอปเขียว แอพเขียว ไอ้เขียว 绿のアプリ ラインid ラインのid ラインアイディー ライン交换 公式ライン 라인아이디 라인id lineid line号 lineแอด ไลน์ ไลน l1neid l1ne ไอดีไลน์ ไอดีไลน ลายน์ ไลน์ไอดี แอดไลน์ 赖 赖id 加赖 连我 拉因 賴 лайн 라인 lineid号 绿line 莱恩号 liner号 lineのid 赖账号 加个赖 賴id ไลน์แอด แอดไลน lineoa idline linid lain号 ไอดีline ทักไลน์ addline lineme",
    "kakaotalk": "깨톡 ㅋㅌ katok 옵챗 오픈채팅 노란톡 카똑 ㅋㅏ톡 カカオトーク カカオ カカオid カカオトークid 카톡방 갠톡 까톡 kakaotalk kakao kakaoid kakaotalkid kkt katalk 카톡 카카오톡 카톡아이디 黄泡泡 卡考 卡靠 可可托 какао kakao号 可可talk 卡卡奥 카카오 카톡id kakatalk kkotalk 黄色聊天",
    "zalo": "zalu zlo jalo dalô dalo zala zalồ ザロ zéplào zeplao zéplao zép zalo zalô dalo dalô zl zaloo zala gialo zalono зало zalô号 zalooo za-lô dzalo sốzalo залоo ซาโล zallo gialô",
    "signal": "信号app 시그널 シグナル sgnl signl sygnal signalid signalapp signalme signal号 signalno signalnumber signal私聊 сигналка",
    "skype": "xờkai сайп スカイプ 스카이프 xkai xkaip skype скайп สไกป์ skypeid скайпе скайпу skaip skyp skypeme скап สไกป",
    "weibo": "某博 🧣 大眼仔 微博 微博号 围脖 weibo 新浪微博 wb 浪博 微博id 围脖号 围脖儿 渣浪 浪微博 新浪围脖 wb号 weibohao 威博 薇博 维博 微薄号 大眼睛微博",
    "xiaohongshu": "某书 小红书 小红薯 红薯 小红书号 小红薯号 红薯号 小红叔 小洪书 xiaohongshu xhs 小地瓜 小hong书 rednote redbook 小🍠 🍠 小红s 小h书 小红树 小红署 红书号 薯号 小粉书 xiaohongshuhao 小红苕 小红树号 小洪薯 小红薯id 小红书id 红书 红皮书 小红本 小紅書 小紅薯 红色小书 红色那本书 xiaohongsh xhshao xhsid 小番薯 小哄书 小宏书 小虹书 小红叔号 小红📖 小🔴书 小🔴薯 小红📕 📕 littleredbook",
    "douyin": "某音 抖音 抖音号 抖音id 抖y 抖yin dou音 d音 斗音 逗音 抖因 兜音 douyin douyinhao 抖抖号 dy dyid 音符号 抖音短视频 豆音 陡音 都音 抖yin号 抖i音 音抖 dyhao 抖癮 抖阴 抖荫 douyinid 抖音帐号 抖音账号",
    "kuaishou": "某手 快手 快手号 快手id 块手 筷手 快守 快shou kuaishou kuaishouhao ks 快✋ 快s 快首 块首 筷首 快✌ 老铁快手 快手app ksid ks号 k手 快手帐号 快手账号 🤚快",
    "instagram": "인별 인별그램 inxta instag インスタ インスタグラム インスタid インスタアカウント 인스타 인스타아이디 inxờta inxtagram inxơta inhta инстач инстаграмчик инстаграмка инстаакк instgrm insgram instagram insta ig ins ins号 instagramm instgram inst igid инста инстаграм инстаграмм инсте инсту อินสตาแกรม อินสตา ไอจี 인스타 照片墙 instagrama instа ингстаграм инстик инстуха инстограм инстограмм инстаграме инстаграму инстой нельзяграм ig号 ins账号 照片app 照片墙号 照片墙app 因斯 因斯塔 音斯 印斯 英斯 安斯塔 instagramid instaid instg 1nsta i9 อินสตราแกรม อินสตรา ไอจีร้าน ไอจี้ photoapp gram号 인스타그램",
    "facebook": "fbook feisbuk 메신저 페메 フェイスブック フェースブック 페북 페메 phêbúc phâybuk phâybook phâyxbúc phêxbúc phếtbúc mếtxengơ mếtsenggiơ fcbk fbk faceb00k facebook facebookmessenger fbmessenger messenger facebok fb fbid 脸书 脸谱 面书 面子书 脸叔 脸薯 非死不可 飞书簿 фейсбук фб เฟซบุ๊ก เฟสบุ๊ค เฟส เฟซ เฟสบุ๊ก phây phâybúc fây fbme facebookid facebook号 fb号 fb账号 fbpage 脸簿 脸本 非死 肥书 fейсбук фейсбуке фейс фейсбуку фбшка เฟสบุค เฟชบุ๊ค เฟสบุ้ค เฟซบุค phêbúc fâybúc mesenger messengerfb 페이스북 페북 mặtsách blueapp",
    "x": "트윗 твиттор ツイッター 旧ツイッター 트위터 推特 推特号 推 twitter 蓝鸟 小蓝鸟 蓝鸟号 tuite твиттер твитер ทวิตเตอร์ ทวิต twiter birdapp thebirdapp bluebirdapp formerlytwitter extwitter 推特id 推特账号 推号 蓝鸟app 小鸟app 小蓝鸟号 蓝色小鸟 鸟app x平台 x推特 推特x твитере ทวีต xtwitter twittwr",
    "vk": "вэка вэкашка вконтактег vk вк вконтакте vkontakte vkid вкшка вконтакт вконтактик вкашка вконтактике вкшечка втентакле вксообщения vkcom",
    "tiktok": "tíctóc ティックトック 틱톡아이디 tíchtóc tíctoc tíchtốc tíctốc tktk tiktok tiktokid тикток ติ๊กต็อก ติ๊กต๊อก tóptóp 海外抖音 海外抖 海外版抖音 国际抖音 国际版抖音 国际抖 抖音国际版 抖音海外版 外网抖音 外版抖音 国外抖音 美版抖音 境外抖音 tt号 tk号 tiktok号 tictoc tictok 滴答 提克托克 тиктоке тиктоку тик-ток ติ๊กตอก ติกตอก tíctốc toptop clockapp theclockapp 틱톡",
    "phone": "电话番号 携帯 携帯番号 ケータイ 携帯电话 电话番号 전번 전화번호 휴대폰 휴대전화 폰번호 연락번호 talian telefon nombor nombortelefon notel 扌丁 才丁 电话 电话号 电话号码 手机 手机号 手机号码 打电话 致电 联系电话 联系手机 热线 座机 来电 拨打 请拨 拨通 打给 短信 电联 电询 固话 服务热线 咨询电话 商务电话 联络电话 移动电话 号码 本机 手机电话 电讯 电㊙话 电秘话 座机号 移动号 联通号 电信号 拨号 电洽 电聊 请电 call我 打我 电话是 声讯 来电话 滴滴电话 手机是 мобильник телефончик звякни наберите тлфн тел. симка แฟกซ์ โทรเลย โทรติดต่อ เบอร์ติดต่อ ยกหู điện alô gọiđiện gọichoem gọinhé callem sđthoại alôem telfon tlpn telephon hpnya nohape nomerhp nomer nomerwa hubungin kontakhp sms/call teléfono movil gimmeacall ringme givemearing bellme 📠 📳 "
    "tel telephone telno phone phoneno phonenumber call callme cell cellphone mobile mob mobileno hotline ring sms text textme handphone dial ph 📞 ☎ 📱 📲 🤙 dianhua dianhuahao shouji shoujihao dh sj lianxidianhua 电hua 电h "
    "gọi gọingay sđt đt điệnthoại lh liênhệ alo sdt dienthoai goi lienhe sốđt sốđiệnthoại sodt máy callzalo "
    "тел телефон телефону телефона тлф звоните звонить звони звонок номер номертелефона номеру моб мобильный сот сотовый позвоните позвонить смс набирайте наберите мобила "
    "โทร เบอร์ เบอร์โทร เบอร์โทรศัพท์ มือถือ โทรศัพท์ โทรหา โทรมา เบอ หมายเลข "
    "hubungi telp telepon telpon tlp hp nohp nomorhp kontak nope hub nomor call panggil nohandphone 전화 핸드폰 연락처 폰 simu piga nambari",
    "qqmail": "qq邮箱 qq邮 qqmail q邮 扣扣邮箱 企鹅邮箱 qqemail 腾讯邮箱",
    "email": "hộpthư hộpthưđiệntử imel emeil imeil メルアド メール メール メアド メールアドレス eメール 메일 이메일주소 emel mel почтовыйящик эмейл 邮箱 邮箱号 电子邮箱 电邮 邮件 电子邮件 伊妹儿 email emailme mail youxiang dianziyouxiang почта почту почте мейл имейл емейл мыло электроннаяпочта อีเมล อีเมล์ เมล thưđiệntử surel emel ✉ 📧 📩 이메일",
    "contact": "联系 联络 加我 找我 咨询 私我 私聊 联系方式 联系我 滴滴我 dd 敲我 喊我 扫 contact contactme reach reachme pm inb inbox liênlạc nhắn связь писать пишите контакт ติดต่อ ทัก chat minat",
}  # fmt: skip
_WEAK = {
    "wechat": "薇 威 微 v w 维 徽 嶶 溦 卫星 威信 维新 唯信 绿 小微 薇薇 微微 💚 🟢 wei 微我 v我 薇我 vvv 伪信 尾信 葳 唯 wc 绿的 小绿书",
    "qq": "q 扣 鹅 球 企 口口 寇寇 求求 邱邱 qiu",
    "telegram": "✈️ 飞 tl t",
    "whatsapp": "what 瓦 whatsa wats",
    "line": "line ไล 赖赖 莱恩 綫 绿赖",
    "zalo": "za lô",
    "signal": "signal сигнал ซิกแนล",
    "skype": "sk",
    "weibo": "脖 浪 大眼",
    "xiaohongshu": "红书 小红 薯",
    "douyin": "抖 抖抖 音符",
    "kuaishou": "快 快快",
    "facebook": "face",
    "x": "x x号 鸟",
    "tiktok": "tt tik",
    "phone": "打 拨 电 机 m t p number numbers mynumber office fax",
}

_EXPANDED = {
    # Spellings whose characters are also written by their parts or by their sound; the pairs by sound alone are weak.
    "wechat": ("微信", "薇信", "微讯", "微", "信"),
    "qq": ("扣扣", "企鹅", "球球"),
    "phone": ("电话", "手机", "打电话", "联系电话", "手机号", "电话号", "拨打", "短信", "热线", "话"),
    "douyin": ("抖音",),
    "kuaishou": ("快手",),
    "xiaohongshu": ("小红书",),
    "weibo": ("微博", "围脖"),
    "email": ("邮箱",),
    "telegram": ("电报",),
    "facebook": ("脸书",),
    "x": ("推特",),
    "line": ("赖",),
    "contact": ("联系", "联络", "加我"),
}


def _spellings() -> dict[str, Spelling]:
    table: dict[str, Spelling] = {}

    def add(text: str, kind: str, weak: bool) -> None:
        known = table.get(text)
        if known is None or (known.weak and not weak):
            table[text] = Spelling(text, kind, weak)

    for kind, line in _STRONG.items():
        for text in line.split():
            add(text, kind, False)
    for kind, texts in _EXPANDED.items():
        for text in texts:
            by_parts = [[one, *PARTS.get(one, "").split()] for one in text]
            for choice in product(*by_parts):
                if any(len(one) > 1 for one in choice):
                    add("".join(choice), kind, kind == "contact" or (len(text) == 1 and text == "信"))
            if len(text) == 2:
                by_sound = [one + SOUND.get(one, "") for one in text]
                for choice in product(*by_sound):
                    add("".join(choice), kind, True)
    for text in _MIXED:
        kind = table[text].kind
        choices = [(one, PINYIN[one], PINYIN[one][0]) for one in text]
        for choice in product(*choices):
            mixed = "".join(choice)
            if any(one in text for one in choice) and mixed != text:
                add(mixed, kind, False)
    # The parts of one character and the sound of the other: 亻言 for 信 with any character that sounds like 微.
    for first in SOUND["微"]:
        for parts in PARTS["信"].split():
            add(first + parts, "wechat", False)
    for parts in PARTS["微"].split():
        for second in SOUND["信"]:
            add(parts + second, "wechat", False)
    for kind, line in _WEAK.items():
        for text in line.split():
            add(text, kind, True)
    # Words that sound like a platform but are everyday words: too common even as weak spellings.
    for text in ("未新", "为新", "为心", "点话", "点化", "手机", "首机", "微", "信"):
        if text in table and text not in _STRONG["phone"].split() and text not in _WEAK["wechat"].split():
            del table[text]
    return table


SPELLINGS = _spellings()

SAME_AFTER = (
    "电一致", "电同号", "电同步", "电同", "话同号", "话一致", "电话一致", "手机一致", "和电话一致", "与电话一致", "跟电话一样", "和手机一致", "与手机一致", "同手机号", "同电话号", "同一号码", "一致", "同号", "同步", "同名", "同id", "同账号", "同手机", "同电话", "同上", "同此号", "同微", "也同号", "号同", "就是手机", "是手机", "是电话", "是我手机", "是本人手机", "为手机", "就是电话", "是手机号", "即手机", "一样", "也是这个", "也是它", "也是手机", "也是同", "也可以", "也行", "也有", "都行", "通用", "同一个", "同",
    "samename", "sameid", "sameuser", "samehandle", "samenumber", "sameno", "samenum", "sameasphone", "samephone", "same", "thesame", "alsosame", "onsamenumber", "too", "aswell",
    "cùngsố", "cungso", "sốnày", "trùngsố", "nhưtrên", "тотженик", "тотже", "тотжеономер", "этотже", "номертотже", "потомуже", "поэтомуже", "тамже", "тожеесть", "тоже", "такжеесть", "cũngvậy", "cũngsốnày", "cũngđược", "เบอร์นี้ด้วย",
    "เบอร์เดียวกัน", "เบอร์เดียว", "เบอร์นี้", "เหมือนกัน", "nomorsama", "nomoryangsama", "sama", "juga", "tonghao", "tongbu",
)  # fmt: skip
"""After the name of a messenger: it has the phone's number."""
SAME_BEFORE = (
    "同时是", "也是", "同", "即是", "就是", "兼", "和电话同", "号码同", "same on", "same number on", "same for", "also on", "also", "also my", "works on",
    "available on", "cùng số", "có", "тот же в", "тот же номер в", "он же", "он же в", "есть", "также", "мой же", "этот же номер в", "เดียวกับ", "juga", "sama dengan",
)  # fmt: skip
