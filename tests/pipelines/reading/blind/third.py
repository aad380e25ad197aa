# ruff: noqa: E501
"""Third round: lines written one by one after the second was learnt from; its first score is the one to quote."""

from __future__ import annotations

WRITTEN: list[str] = """
zh|||CN|||出[w:象牙;elephant-ivory;name]小件，图私发，vx 是手机号 [h:wechat;13577120964;一三五七七一二零九六四;hanzi-digits]
zh|||CN|||[w:穿山甲;pangolin;name]有现货！！加我威❤【[h:wechat;nanyue_2046;nanyue_2046;]】暗号：老茶
zh|||CN|||要货的老板＋Ｖ：[h:wechat;q1588w;ｑ1588ｗ;fullwidth]
zh|||CN|||咨询请加「绿色APP」[h:wechat;15077281936;150-7728-1936;sep-punct]
zh|||CN|||本人电话（去掉中间的“爱”）：[h:phone;+8613862190557;138爱6219爱0557;filler-removed]
zh|||CN|||打这个：[h:phone;+8615900281763;壹伍玖零零贰捌壹柒陆叁;hanzi-formal]，短信也行
zh|||CN|||手机 一五九，三三二〇，一八七七[h:phone;+8615933201877;;hanzi-digits]
zh|||CN|||我的扣扣是：[h:qq;82915570;八二九一五五七零;hanzi-digits]，晚八点后在
zh|||CN|||Q：[h:qq;1904427715;19零4四2771五;mixed]
zh|||CN|||企鹅[h:qq;730015528;730 015 528;] 注明买家
zh|||CN|||纸飞机找 [h:telegram;dongnan_wang;dongnan_wang;]，电报一样
zh|||CN|||T G 搜：[h:telegram;hongyun8899;hongyun八八九九;hanzi-digits]
zh|||CN|||飞机[h:telegram;seahorse_gz;@ seahorse_gz;]，不玩薇
zh|||CN|||小红薯：[h:xiaohongshu;9527331088;9527331088;] 看实物
zh|||CN|||抖音号[h:douyin;laohai.1976;laohai.1976;]，每晚直播
zh|||CN|||微博私信 @[h:weibo;yexing_fan;yexing_fan;]，这里不常看
zh|||CN|||邮箱：[h:email;8827731@qq.com;8827731 at qq 点 com;email-words]
zh|||CN|||邮件到[h:email;li.wei@hotmail.com;li（点）wei（艾特）hotmail（点）com;email-words]
zh|||CN|||eMail: [h:email;sales@jinzhu.cn;sales＠jinzhu．cn;fullwidth]
zh|||CN|||网址：[h:url;https://www.lvyuan888.com;www点lvyuan888点com;url-words]
zh|||CN|||复制到浏览器 [h:url;https://h5.zhuanqu.vip/a1;https：//h5。zhuanqu。vip/a1;cjk-punct]
zh|||HK|||WhatsApp：[h:whatsapp;+85267781209;六七七八 一二零九;hanzi-digits] 或 Signal 同號[h:signal;+85267781209;;same-number]
zh|||TW|||賴：[h:line;mei2love;mei2love;]，電話 [h:phone;+886912778345;0912-778-345;sep-punct]
zh|||TW|||加LINE [h:line;tw.wood;t w . w o o d;spaced]（無空格）
zh|||CN|||倒着输：[h:phone;+8613655201874;47810255631;reversed]，防封
zh|||CN|||前三位一三六，中间四位[h:phone;+8613655207781;5520，后四位7781;split]
zh|||CN|||138后面是[h:phone;+8613800227719;00227719;split] 李先生
zh|||CN|||号码：[h:phone;+8613592880771;13x9288y771;letters-told]（x=5,y=0）
zh|||CN|||联系电话见图片左下角
zh|||CN|||电话不留，站内聊
zh|||CN|||之前的微信wushan_old被封，新的：[h:wechat;wushan_new1;wushan_new1;]
zh|||CN|||银行：6217 0012 1002 3456 转账后截图（不是电话）
zh|||CN|||运单 [i:tracking;YT8827736451290;YT8827736451290] 圆通
zh|||CN|||车牌 [i:plate;桂A88K21;桂A·88K21] 的面包车
zh|||CN|||HS [i:hs;440710;4407.10]，申报品名木材
zh|||CN|||微信读书年卡，[p:228;CNY;228元]，自动发货
zh|||CN|||企鹅岛门票两张，[p:360;CNY;360元]
zh|||CN|||快手磁力金牛代投，[p:1000;CNY;1000元]起充
zh|||CN|||飞机模型1:144，[p:75;CNY;75]包邮
zh|||CN|||iPhone 13 Pro 256G 国行，电池健康87，[p:3299;CNY;3299元]
zh|||CN|||身高178体重70，求合租，[p:1500;CNY;1500/月]
zh|||CN|||2023年10月15日 14:30 的演唱会票，区域A12排08座，[p:680;CNY;680元]
zh|||CN|||软件版本 10.2.13855，固件 20230815001
zh|||CN|||配件号 1379-8827-001，适用于比亚迪
zh|||CN|||QQ音乐绿钻年费，[p:88;CNY;88元]
en|||GB|||Tel: [h:phone;+447812345098;o7812 345 o98;letters-for-digits] (text first)
en|||GB|||My WhatsApp is plus four four [h:whatsapp;+447911123456;seven nine one one one two three four five six;en-words]
en|||US|||Signal [h:signal;+12135550188;+1 213 555 0188;], no calls
en|||US|||Insta [h:instagram;tusk.and.bone;tusk.and.bone;] for pics
en|||NG|||Call [h:phone;+2348031234567;0803-123-4567;] or zero seven zero three triple two [h:phone;+2347032224455;double four double five;en-words]
en|||AE|||wa.me slash [h:whatsapp;+971501234567;971501234567;url-words]
en|||GB|||reach me: [h:email;old.ivory@proton.me;old[dot]ivory[at]proton[dot]me;email-words]
en|||US|||Kik? no. Snap? no. Tele: [h:telegram;bone_dealer;bone underscore dealer;word-sign]
en|||US|||[h:url;https://exotic-skins.shop;exotic-skins[.]shop;url-defanged] has photos
en|||GB|||As seen on Facebook, £20, model number 07911-22, collection Leeds
en|||US|||Lot of 24 vintage postcards, years 1905-1913, item 334455667788
en|||US|||Call of Duty for PS5, [p:25;USD;$25]
vi|||VN|||Zalo/ĐT: [h:phone;+84903112233;0903.112.233;sep-punct][h:zalo;0903112233;;] gặp Hùng
vi|||VN|||inbox hoặc gọi o97 881 22 [h:phone;+84978812234;34;letters-for-digits]
vi|||VN|||Mã đơn 0903112233, không phải số điện thoại
vi|||VN|||tele [h:telegram;hang_ngoai;@hang_ngoai;], ko zalo
ru|||RU|||Пишите в телеграм [h:telegram;taiga_med;taiga_med;], звонки не принимаю
ru|||RU|||вотсап: [h:whatsapp;+79261234567;восемь 926 сто двадцать три 45 67;ru-words]
ru|||RU|||почта [h:email;tiger.pro@yandex.ru;tiger.pro(собака)yandex.ru;email-words]
ru|||RU|||Трек-номер и ИНН 7707083893 в накладной, артикул 89031234567
th|||TH|||ไลน์ [h:line;somwood88;somwood88;] โทร [h:phone;+66891234567;o89-123-4567;letters-for-digits]
th|||TH|||เลขพัสดุ 0891234567123 ส่งแล้ว
id|||ID|||WA: [h:whatsapp;+6281390001122;kosong delapan satu tiga 9000 1122;id-words]
id|||ID|||ig: [h:instagram;gaharu.asli;gaharu.asli;], tele sama[h:telegram;gaharu.asli;;same]
id|||ID|||Nomor rangka MH1JF0812345, tahun 2015, [p:9500000;IDR;9,5jt]
""".strip().split("\n")
CARRIERS: dict[str, list[str]] = {"zh": [""]}
