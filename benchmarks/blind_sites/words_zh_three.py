"""A third vocabulary of simplified Chinese: what people clear out of their flats and sell second-hand."""
# ruff: noqa: E501 -- lines of HTML and of word lists are left as they are sent

from benchmarks.blind_sites import words_zh as base

TITLE = "{mark} {noun} {detail}"

GOODS = """
126862528|手机数码|120-7600|苹果手机128G;安卓平板;运动相机;掌上游戏机;充电宝;智能手表
126864172|手串文玩|60-9600|绿松石桶珠;沉香吊坠;橄榄核雕手串;蜜蜡平安扣;小叶紫檀佛珠;老山檀香牌;琥珀隔珠
126866091|家居家电|25-3800|咖啡机;破壁机;懒人沙发;人体工学椅;扫地机器人;宜家书架
126868430|收藏古董|90-15800|民国铜墨盒;老瓷碗;粮票册;老怀表;清代木雕花板;连环画一套
126870055|烟酒茶具|30-2600|雪茄盒;汽油打火机;熟普茶饼;紫砂小壶;玉石烟嘴;建水紫陶杯
126872317|宠物绿植|15-2200|鹦鹉笼;爬宠箱;鱼缸过滤器;多肉拼盆;猫爬架;仓鼠别墅
"""
MARKS = "自用;九五新;几乎全新;搬家出;毕业甩卖;吃灰出;女生自用;低价转;全网最低;老物件;正品"
DETAILS = "带发票;{n}新颜色随机;{n}公分;{n}颗;{n}g;可小刀;配件齐;入手{n}天;不议价;编号{n};仅拆封"
SENTENCES = """
因为换新了,旧的就放出来回血。
入手没多久,基本放着吃灰,功能都完好。
有轻微使用痕迹,看图说话,介意慎拍。
拍下默认认可成色,非质量问题不退不换。
爽快的话可以包邮,磨叽的绕道。
自己盘了两年多,颜色已经上来了,很润。
可以走平台验货宝,验完再确认收货。
老家翻出来的,不懂年代,当摆件卖。
买来花了不少,现在白菜价给有缘人。
支持同城自提,地铁口见面验货。
盒子和说明书都在,保修到明年。
最近比较忙,回复慢请见谅,直接拍就行。
图片都是自己实拍的,所见即所得。
"""
REPLIES = """
还在吗?
最低多少能出?
包邮吗亲
能不能发个视频看看
200出不出,秒拍
成色怎么样,有磕碰吗
可以换东西吗,我有个全新的音箱
想要,刀20可以吗
什么时候能发货呀
"""
OFFERS = base.OFFERS
PEOPLE = base.PEOPLE
NICKS = "慢慢来的小鹿;tb48291;一颗大白菜;阿柒的杂货铺;深海不见蓝;数码搬运工;橘子汽水Y;老王家的闲置;momo;断舍离进行时;木木夕;山野有雾"
SHOPS = base.SHOPS
CITIES = "广东 深圳|shenzhen;浙江 杭州|hangzhou;四川 成都|chengdu;北京 朝阳|beijing;云南 昆明|kunming;福建 莆田|putian"
INFO = base.INFO
POLICY = base.POLICY
ARTICLES = base.ARTICLES
