"""Chinese readings without tones that a single character does not tell; made by tools/readings.py.

From the dictionaries of pypinyin (MIT licence): characters that anyascii reads otherwise, then words of two
and three simplified characters with another reading than their characters alone.
"""

READINGS = """
仔=zai 似=shi 伽=ga 佴=er 侣=lv 侶=lv 傀=gui 儢=lv 剋=ke 勴=lv 厖=pang 叚=jia 吕=lv 吖=ya 呂=lv
呇=qi 呒=wu 呷=ga 咁=gan 咇=bie 咳=ke 唛=ma 唝=gong 嗄=a 嗯=n 嗲=die 嘬=chuai 噦=yue 噱=jue
圌=chuan 圙=lve 圫=yu 地=di 坻=chi 垏=lv 埔=pu 埫=chong 堨=ye 堲=ci 女=nv 妧=wan 妳=ni 婤=chou
婼=chuo 嬷=ma 孅=qian 孱=can 寽=lv 尢=you 屡=lv 屢=lv 履=lv 峛=li 峿=yu 嵂=lv 嶦=zhan 廆=gui 律=lv
徵=zheng 恧=nv 慮=lv 扞=gan 拓=tuo 挔=lv 捋=lv 捛=lv 掞=shan 掠=lve 掺=can 擘=bai 擽=lve 旅=lv
朒=nv 柁=duo 柷=chu 桔=ju 梠=lv 梣=cen 棓=bang 椎=chui 楪=ye 榈=lv 橑=lao 櫖=lv 櫚=lv 欹=yi 欻=chua
氀=lv 氯=lv 氿=gui 沑=nv 洓=se 淜=ping 湞=zhen 溚=ta 滤=lv 漴=zhuang 潦=lao 濾=lv 炔=gui 焒=lv
焘=dao 爈=lv 率=lv 玚=chang 珩=hang 珲=hui 瑱=zhen 略=lve 畧=lve 疟=nve 瘧=nve 癿=qie 砉=huo
硊=wei 硍=xian 硸=nve 碈=min 碡=du 祣=lv 稆=lv 稤=lve 穜=zhong 穞=lv 穭=lv 窨=xun 箻=lv 籹=nv 絽=lv
綠=lv 綮=qi 緑=lv 縷=lv 繂=lv 纥=ge 绿=lv 缕=lv 聒=gua 肋=le 膂=lv 膐=lv 膟=lv 膢=lv 芎=qiong 芘=pi
茋=zhi 菹=ju 葎=lv 葰=sui 蔈=biao 蕃=fan 薁=yu 藘=lv 虐=nve 虑=lv 螣=te 衂=nv 衄=nv 袷=jia 褛=lv
褸=lv 诘=ji 谁=shui 豉=shi 辗=nian 郘=lv 酂=cuo 酢=cu 酾=shai 釐=li 釹=nv 鋁=lv 鋝=lve 鋢=lve 鑢=lv
钕=nv 钭=tou 铝=lv 铤=ding 锊=lve 镦=dui 閭=lv 闾=lv 阏=e 阘=da 阚=han 陂=bei 隗=kui 隺=hu 饧=tang
馿=lv 驢=lv 驴=lv 鲌=ba 鷜=lv 鸀=chu 麿=mi 龈=ken 一了=yi.liao 一似=yi.si 一宿=yi.xiu 一扎=yi.za
一撮=yi.zuo 一朝=yi.zhao 一觉=yi.jiao 万俟=mo.qi 三藏=san.zang 三重=san.chong 上行=shang.hang
下乘=xia.sheng 下调=xia.tiao 不了=bu.liao 丑角=chou.jue 专差=zhuan.chai 专长=zhuan.chang
东阿=dong.e 中牟=zhong.mu 中行=zhong.hang 中都=zhong.du 中长=zhong.chang 临了=lin.liao
丹参=dan.shen 主角=zhu.jue 丽都=li.du 久长=jiu.chang 乐亭=lao.ting 乐器=yue.qi 乐团=yue.tuan
乐坛=yue.tan 乐官=yue.guan 乐工=yue.gong 乐师=yue.shi 乐府=yue.fu 乐律=yue.lv 乐感=yue.gan
乐户=yue.hu 乐手=yue.shou 乐曲=yue.qu 乐歌=yue.ge 乐毅=yue.yi 乐池=yue.chi 乐清=yue.qing 乐理=yue.li
乐章=yue.zhang 乐舞=yue.wu 乐谱=yue.pu 乐迷=yue.mi 乐都=le.du 乐队=yue.dui 乐音=yue.yin
乘舆=sheng.yu 九重=jiu.chong 乞降=qi.xiang 乡长=xiang.chang 乱弹=luan.tan 乳臭=ru.xiu
了了=liao.liao 了事=liao.shi 了却=liao.que 了局=liao.ju 了当=liao.dang 了得=liao.de 了悟=liao.wu
了断=liao.duan 了无=liao.wu 了然=liao.ran 了结=liao.jie 了解=liao.jie 了账=liao.zhang
二重=er.chong 于思=yu.sai 交差=jiao.chai 交恶=jiao.wu 交行=jiao.hang 交还=jiao.huan 京都=jing.du
亲家=qing.jia 人参=ren.shen 什物=shi.wu 什锦=shi.jin 仇姓=qiu.xing 今朝=jin.zhao 仓卒=cang.cu
仔密=zi.mi 仔猪=zi.zhu 仔畜=zi.chu 仔细=zi.xi 仔肩=zi.jian 仔鱼=zi.yu 仔鸡=zi.ji 以还=yi.huan
仰给=yang.ji 伎俩=ji.liang 会计=kuai.ji 伛偻=yu.lv 传略=zhuan.lve 传记=zhuan.ji 伸长=shen.chang
伺弄=si.nong 伺机=si.ji 伺隙=si.xi 似乎=si.hu 似曾=si.ceng 伽蓝=qie.lan 何曾=he.zeng 佛事=fo.shi
佛会=fo.hui 佛像=fo.xiang 佛光=fo.guang 佛典=fo.dian 佛号=fo.hao 佛堂=fo.tang 佛塔=fo.ta 佛学=fo.xue
佛家=fo.jia 佛寺=fo.si 佛山=fo.shan 佛性=fo.xing 佛手=fo.shou 佛教=fo.jiao 佛殿=fo.dian 佛法=fo.fa
佛爷=fo.ye 佛牙=fo.ya 佛珠=fo.zhu 佛祖=fo.zu 佛系=fo.xi 佛经=fo.jing 佛门=fo.men 佛陀=fo.tuo
佛龛=fo.kan 佻薄=tiao.bo 供佛=gong.fo 供给=gong.ji 侧歪=zhai.wai 便了=bian.liao 便佞=pian.ning
便嬖=pian.bi 便宜=pian.yi 便溺=bian.niao 便血=bian.xie 信差=xin.chai 修长=xiu.chang 倒嚼=dao.jiao
倒圈=dao.juan 倔强=jue.jiang 倘佯=chang.yang 倥侗=kong.tong 偏裨=pian.pi 停泊=ting.bo
偿还=chang.huan 傀儡=kui.lei 僬侥=jiao.yao 充塞=chong.se 光栅=guang.shan 免麻=wen.ma
党参=dang.shen 入行=ru.hang 公了=gong.liao 公差=gong.chai 六安=lu.an 兰若=lan.re 关卡=guan.qia
兵差=bing.chai 兼差=jian.chai 内传=nei.zhuan 内省=nei.xing 内行=nei.hang 冒顿=mo.du
冗长=rong.chang 军乐=jun.yue 农行=nong.hang 冯河=ping.he 冲模=chong.mu 冷颤=leng.zhan 几曾=ji.zeng
凭藉=ping.jie 出差=chu.chai 出没=chu.mo 出落=chu.la 出血=chu.xie 刀削=dao.xiao 分行=fen.hang
切削=qie.xiao 列传=lie.zhuan 刚劲=gang.jing 刨冰=bao.bing 刨刀=bao.dao 刨子=bao.zi 刨平=bao.ping
刨床=bao.chuang 刨花=bao.hua 利爪=li.zhua 别传=bie.zhuan 刮削=gua.xiao 刹时=cha.shi 刹那=cha.na
刻薄=ke.bo 削球=xiao.qiu 削皮=xiao.pi 削面=xiao.mian 剥剥=bao.bao 剥取=bao.qu 剥壳=bao.ke
剥皮=bao.pi 剥脱=bao.tuo 剥除=bao.chu 剿袭=chao.xi 剿说=chao.shuo 劝降=quan.xiang 办差=ban.chai
动弹=dong.tan 劲兵=jing.bing 劲吹=jing.chui 劲射=jing.she 劲敌=jing.di 劲旅=jing.lv 劲松=jing.song
劲直=jing.zhi 劲草=jing.cao 劲风=jing.feng 勒令=le.ling 勒派=le.pai 勒索=le.suo 勒逼=le.bi
勘校=kan.jiao 勤朴=qin.piao 勾勒=gou.le 匀称=yun.chen 包扎=bao.za 匙子=chi.zi 午觉=wu.jiao
半宿=ban.xiu 协调=xie.tiao 单于=chan.yu 单姓=shan.xing 单薄=dan.bo 南乐=nan.yue 南无=na.mo
卜卦=bu.gua 卜居=bu.ju 卜筮=bu.shi 卜辞=bu.ci 卜骨=bu.gu 占卜=zhan.bu 卡具=qia.ju 卡壳=qia.ke
卡子=qia.zi 压蔓=ya.wan 厌恶=yan.wu 厚朴=hou.po 厚薄=hou.bo 厦门=xia.men 参商=shen.shang 参差=cen.ci
参校=can.jiao 参茸=shen.rong 参错=cen.cuo 双重=shuang.chong 反弹=fan.tan 反扒=fan.pa 反省=fan.xing
反诘=fan.jie 发卡=fa.qia 发嗲=fa.dia 发还=fa.huan 取给=qu.ji 受降=shou.xiang 古刹=gu.cha
古朴=gu.piao 古都=gu.du 句读=ju.dou 叨光=tao.guang 叨扰=tao.rao 叨拢=tao.long 叨陪=tao.pei
可恶=ke.wu 可曾=ke.zeng 史乘=shi.sheng 叶韵=xie.yun 吁求=yu.qiu 吁请=yu.qing 同行=tong.hang
名刹=ming.cha 名角=ming.jue 后爪=hou.zhua 吐蕃=tu.bo 吐血=tu.xie 吖啶=a.ding 吞没=tun.mo 吟哦=yin.e
听差=ting.chai 吱扭=zi.niu 吴堡=wu.bu 吸着=xi.zhuo 吹弹=chui.tan 呗唱=bai.chang 呜咽=wu.ye
呢喃=ni.nan 呢子=ni.zi 呢绒=ni.rong 周长=zhou.chang 呱唧=gua.ji 呱嗒=gua.da 呲牙=zi.ya 呵叻=ke.le
呼吁=hu.yu 命薄=ming.bo 咋呼=zha.hu 咋舌=ze.she 和了=hu.le 和弄=huo.nong 和泥=huo.ni 和药=huo.yao
和面=huo.mian 咔嚓=ka.cha 咖喱=ga.li 咯血=ka.xie 咱家=za.jia 咳咳=hai.hai 咳血=ke.xie 哨卡=shao.qia
哪吒=ne.zha 哽咽=geng.ye 哽塞=geng.se 啁啾=zhou.jiu 商行=shang.hang 商贾=shang.gu 啜泣=chuo.qi
喀什=ka.shi 喀嚓=ka.cha 喔喔=wo.wo 喷薄=pen.bo 嗒丧=ta.sang 嗒然=ta.ran 嘲哳=zhao.zha 器乐=qi.yue
噱头=xue.tou 噶厦=ga.xia 嚼子=jiao.zi 嚼舌=jiao.she 回弹=hui.tan 回纥=hui.he 回还=hui.huan
囤积=tun.ji 囤聚=tun.ju 困觉=kun.jiao 固着=gu.zhuo 国乐=guo.yue 国都=guo.du 土堡=tu.pu 在行=zai.hang
圩场=xu.chang 地壳=di.qiao 地藏=di.zang 坦率=tan.shuai 垫圈=dian.juan 埋怨=man.yuan 埋没=mai.mo
堙没=yin.mo 堡子=bu.zi 堵塞=du.se 塞责=se.ze 塞音=se.yin 填塞=tian.se 壅塞=yong.se 声乐=sheng.yue
复辟=fu.bi 外传=wai.zhuan 外行=wai.hang 多咱=duo.za 大埔=da.bu 大率=da.shuai 大藏=da.zang 大都=da.du
太阿=tai.e 央行=yang.hang 失着=shi.zhao 失调=shi.tiao 奇偶=ji.ou 奇数=ji.shu 奇零=ji.ling
奉还=feng.huan 奏乐=zou.yue 奠都=dian.du 女红=nv.gong 女角=nv.jue 好似=hao.si 好恶=hao.wu
妙着=miao.zhao 姓仇=xing.qiu 姓解=xing.xie 委蛇=wei.yi 威吓=wei.he 婀娜=e.nuo 嫌恶=xian.wu
字模=zi.mu 孱弱=chan.ruo 官差=guan.chai 定都=ding.du 宛似=wan.si 宝刹=bao.cha 宝坻=bao.di
宝藏=bao.zang 审度=shen.duo 审校=shen.jiao 家什=jia.shi 家雀=jia.qiao 富贾=fu.gu 寒伧=han.chen
寒颤=han.zhan 对称=dui.chen 寻思=xin.si 封禅=feng.shan 射干=ye.gan 将将=qiang.qiang 尉犁=yu.li
尉迟=yu.chi 小传=xiao.zhuan 尖削=jian.xiao 尿泡=sui.pao 尿脬=sui.pao 尿血=niao.xie 屈折=qu.she
屏住=bing.zhu 屏弃=bing.qi 屏息=bing.xi 屏气=bing.qi 屏迹=bing.ji 屏退=bing.tui 屏除=bing.chu
属意=zhu.yi 属文=zhu.wen 属望=zhu.wang 工尺=gong.che 工行=gong.hang 左传=zuo.zhuan 巨擘=ju.bo
巨贾=ju.gu 差事=chai.shi 差使=chai.shi 差役=chai.yi 差拨=chai.bo 差缺=chai.que 差遣=chai.qian
差饷=chai.xiang 巷道=hang.dao 帝都=di.du 干哕=gan.yue 平巷=ping.hang 幽咽=you.ye 延长=yan.chang
建行=jian.hang 建都=jian.du 弄口=long.kou 弄堂=long.tang 弥勒=mi.le 弦乐=xian.yue 弹力=tan.li
弹劾=tan.he 弹射=tan.she 弹性=tan.xing 弹琴=tan.qin 弹簧=tan.huang 弹腿=tan.tui 弹词=tan.ci
强似=qiang.si 强劲=qiang.jing 强嘴=jiang.zui 归省=gui.xing 归还=gui.huan 归降=gui.xiang
当差=dang.chai 形似=xing.si 彷佛=pang.fo 往还=wang.huan 得亏=dei.kui 微薄=wei.bo 必得=bi.dei
忖度=cun.duo 念佛=nian.fo 怔忪=zheng.zhong 总得=zong.dei 恐吓=kong.he 恫吓=dong.he 恰似=qia.si
悲咽=bei.ye 惩艾=cheng.yi 愚氓=yu.meng 慰藉=wei.jie 憎恶=zeng.wu 懂行=dong.hang 懒觉=lan.jiao
戎行=rong.hang 成宿=cheng.xiu 成行=cheng.hang 成都=cheng.du 扁舟=pian.zhou 扎染=za.ran
扒手=pa.shou 扒灰=pa.hui 扒窃=pa.qie 扒粪=pa.fen 扒糕=pa.gao 扒草=pa.cao 扒鸡=pa.ji 打的=da.di
打颤=da.zhan 扛鼎=gang.ding 执拗=zhi.niu 执着=zhi.zhuo 执著=zhi.zhuo 扬长=yang.chang
找着=zhao.zhao 抄没=chao.mo 抓差=zhua.chai 投降=tou.xiang 折堕=she.duo 折本=she.ben 折秤=she.cheng
折耗=she.hao 抨弹=peng.tan 抹布=ma.bu 抽咽=chou.ye 拉纤=la.qian 拉长=la.chang 拌和=ban.huo
拓印=ta.yin 拓本=ta.ben 拓片=ta.pian 拖沓=tuo.ta 拖长=tuo.chang 拙朴=zhuo.piao 招行=zhao.hang
招降=zhao.xiang 拜佛=bai.fo 拥塞=yong.se 择席=zhai.xi 择菜=zhai.cai 拱券=gong.xuan 拶子=zan.zi
拶指=zan.zhi 挺括=ting.gua 捆扎=kun.za 换血=huan.xie 换行=huan.hang 掌掴=zhang.guo 排行=pai.hang
掴手=guo.shou 掺和=chan.huo 提溜=di.liu 提防=di.fang 揣度=chuai.duo 援藏=yuan.zang 搀和=chan.huo
搅和=jiao.huo 搅混=jiao.gun 搪塞=tang.se 摩挲=ma.sa 撤差=che.chai 擅长=shan.chang 擘划=bo.hua
擘画=bo.hua 攒动=cuan.dong 攒射=cuan.she 攒盒=cuan.he 攒眉=cuan.mei 攒聚=cuan.ju 攒集=cuan.ji
支差=zhi.chai 支着=zhi.zhao 改行=gai.hang 放血=fang.xie 放还=fang.huan 故都=gu.du 敦朴=dun.piao
文蛤=wen.ge 於菟=wu.tu 无着=wu.zhuo 无臭=wu.xiu 日没=ri.mo 旦角=dan.jue 旧都=jiu.du 时长=shi.chang
明了=ming.liao 星宿=xing.xiu 暖和=nuan.huo 暴晒=pu.shai 曝光=bao.guang 曾孙=zeng.sun 曾祖=zeng.zu
月氏=yue.zhi 朝会=zhao.hui 朝夕=zhao.xi 朝日=zhao.ri 朝晖=zhao.hui 朝暮=zhao.mu 朝气=zhao.qi
朝阳=zhao.yang 朝霞=zhao.xia 朝露=zhao.lu 期年=ji.nian 木栅=mu.shan 木模=mu.mu 未了=wei.liao
未卜=wei.bu 末了=mo.liao 本行=ben.hang 朴刀=po.dao 朴硝=po.xiao 杂沓=za.ta 杉木=sha.mu 枕藉=zhen.jie
枞阳=zong.yang 枸橼=ju.yuan 柏林=bo.lin 柞木=zuo.mu 柞树=zuo.shu 柞绸=zuo.chou 柞蚕=zuo.can
查查=zha.zha 栅极=shan.ji 标的=biao.di 栏栅=lan.shan 栓塞=shuan.se 栖栖=xi.xi 校准=jiao.zhun
校勘=jiao.kan 校场=jiao.chang 校对=jiao.dui 校改=jiao.gai 校本=jiao.ben 校样=jiao.yang
校核=jiao.he 校正=jiao.zheng 校注=jiao.zhu 校点=jiao.dian 校订=jiao.ding 校阅=jiao.yue
校验=jiao.yan 核儿=hu.er 桑葚=sang.shen 桔梗=jie.geng 桔槔=jie.gao 梗塞=geng.se 梵刹=fan.cha
梵呗=fan.bai 棚圈=peng.juan 楞伽=leng.qie 槟榔=bing.lang 模具=mu.ju 模子=mu.zi 模板=mu.ban
模样=mu.yang 款识=kuan.zhi 正传=zheng.zhuan 武行=wu.hang 殷红=yan.hong 毕剥=bi.bao 毛呢=mao.ni
民乐=min.yue 水栅=shui.shan 求降=qiu.xiang 江都=jiang.du 汤匙=tang.chi 汩没=gu.mo 沉没=chen.mo
沉着=chen.zhuo 沓子=ta.zi 沙参=sha.shen 没世=mo.shi 没入=mo.ru 没收=mo.shou 没药=mo.yao 没落=mo.luo
没过=mo.guo 没齿=mo.chi 沦没=lun.mo 泄沓=xie.ta 泄露=xie.lou 泊位=bo.wei 泊车=bo.che 泌阳=bi.yang
波长=bo.chang 泯没=min.mo 洋行=yang.hang 活似=huo.si 活佛=huo.fo 流血=liu.xie 浅薄=qian.bo
浇薄=jiao.bo 测度=ce.duo 浑似=hun.si 浑朴=hun.piao 浴佛=yu.fo 海参=hai.shen 浸没=jin.mo 涡河=guo.he
淡泊=dan.bo 淡薄=dan.bo 淤塞=yu.se 深省=shen.xing 深长=shen.chang 淹没=yan.mo 游说=you.shui
湮没=yan.mo 湾泊=wan.bo 溃脓=hui.nong 漂泊=piao.bo 漫长=man.chang 漯河=ta.he 潦倒=liao.dao
潦草=liao.cao 澄沙=deng.sha 澄结=deng.jie 澹台=tan.tai 火燵=huo.ta 炮烙=pao.luo 点着=dian.zhao
热和=re.huo 烹调=peng.tiao 熏着=xun.zhao 熨帖=yu.tie 爪儿=zhua.er 爪子=zhua.zi 牙龈=ya.yin
牛圈=niu.juan 牟平=mu.ping 牧畜=mu.xu 特长=te.chang 犍为=qian.wei 狭长=xia.chang 猜度=cai.duo
猜着=cai.zhao 献血=xian.xie 率先=shuai.xian 率军=shuai.jun 率尔=shuai.er 率性=shuai.xing
率然=shuai.ran 率直=shuai.zhi 率真=shuai.zhen 率队=shuai.dui 率领=shuai.ling 玉佛=yu.fo
环伺=huan.si 琢磨=zhuo.mo 瑜伽=yu.jia 璧还=bi.huan 瓜蔓=gua.wan 生角=sheng.jue 生还=sheng.huan
甲壳=jia.qiao 电刨=dian.bao 畜产=xu.chan 畜养=xu.yang 畜圈=chu.juan 畜牧=xu.mu 番禺=pan.yu
番茄=fan.qie 疏勒=shu.le 疑似=yi.si 疟子=yao.zi 疲沓=pi.ta 病革=bing.ji 痛恶=tong.wu 瘠薄=ji.bo
瘦长=shou.chang 白术=bai.zhu 的哥=di.ge 的士=di.shi 的当=di.dang 的确=di.que 盛器=cheng.qi
盛菜=cheng.cai 盛饭=cheng.fan 目的=mu.di 直率=zhi.shuai 相似=xiang.si 相率=xiang.shuai
相称=xiang.chen 省亲=xing.qin 省墓=xing.mu 省察=xing.cha 省悟=xing.wu 省视=xing.shi
真率=zhen.shuai 着凉=zhao.liang 着力=zhuo.li 着墨=zhuo.mo 着忙=zhao.mang 着急=zhao.ji
着想=zhuo.xiang 着意=zhuo.yi 着慌=zhao.huang 着手=zhuo.shou 着数=zhao.shu 着法=zhao.fa
着火=zhao.huo 着眼=zhuo.yan 着笔=zhuo.bi 着色=zhuo.se 着落=zhuo.luo 着装=zhuo.zhuang
着边=zhuo.bian 着迷=zhao.mi 着重=zhuo.zhong 着陆=zhuo.lu 着风=zhao.feng 着魔=zhao.mo
睡着=shui.zhao 睡觉=shui.jiao 督率=du.shuai 瞿然=ju.ran 知了=zhi.liao 短长=duan.chang 碇泊=ding.bo
碌碡=liu.zhou 碑拓=bei.ta 磅礴=pang.bo 礼乐=li.yue 礼佛=li.fo 神似=shen.si 神佛=shen.fo
禅让=shan.rang 私了=si.liao 秘鲁=bi.lu 称心=chen.xin 称愿=chen.yuan 称手=chen.shou 称职=chen.zhi
称身=chen.shen 稀薄=xi.bo 税卡=shui.qia 稽首=qi.shou 究诘=jiu.jie 空调=kong.tiao 窥伺=kui.si
窥度=kui.duo 立传=li.zhuan 简朴=jian.piao 管乐=guan.yue 篇什=pian.shi 籍没=ji.mo 籍茅=jie.mao
类似=lei.si 粘土=nian.tu 粘液=nian.ye 粘稠=nian.chou 粘结=nian.jie 粮行=liang.hang 糜子=mei.zi
系好=ji.hao 系带=ji.dai 系泊=ji.bo 系紧=ji.jin 系绳=ji.sheng 素朴=su.piao 索还=suo.huan
红参=hong.shen 纤夫=qian.fu 纤手=qian.shou 纤绳=qian.sheng 纤长=xian.chang 纯朴=chun.piao
纰缪=pi.miu 纳降=na.xiang 纶巾=guan.jin 细长=xi.chang 终了=zhong.liao 经传=jing.zhuan 结扎=jie.za
给与=ji.yu 给予=ji.yu 给付=ji.fu 给体=ji.ti 给养=ji.yang 给水=ji.shui 络子=lao.zi 绝着=jue.zhao
统率=tong.shuai 绿林=lu.lin 编校=bian.jiao 缩砂=su.sha 罗刹=luo.cha 罗勒=luo.le 罚没=fa.mo
羊圈=yang.juan 美差=mei.chai 羞恶=xiu.wu 群氓=qun.meng 羹匙=geng.chi 耙子=pa.zi 肋木=lei.mu
肋条=lei.tiao 肋骨=lei.gu 肯綮=ken.qing 胜似=sheng.si 胳臂=ge.bei 胶着=jiao.zhuo 胸椎=xiong.zhui
脉脉=mo.mo 脊椎=ji.zhui 脖颈=bo.geng 腌臜=a.za 腰椎=yao.zhui 膀胱=pang.guang 膻中=dan.zhong
臆度=yi.duo 臧否=zang.pi 自传=zi.zhuan 自省=zi.xing 自给=zi.ji 般桓=pan.huan 般若=bo.re 色子=shai.zi
芜荑=wu.yi 芫花=yuan.hua 花呢=hua.ni 苍劲=cang.jing 苍术=cang.zhu 苕帚=tiao.zhou 苦参=ku.shen
苦差=ku.chai 茄子=qie.zi 茶匙=cha.chi 茶铛=cha.cheng 草率=cao.shuai 荤粥=xun.zhou 荸荠=bi.qi
莎草=suo.cao 莘庄=xin.zhuang 莞尔=wan.er 莞莞=wan.wan 莨绸=liang.chou 菲薄=fei.bo 落下=la.xia
落了=la.le 落价=lao.jia 落子=lao.zi 落枕=lao.zhen 落泊=luo.bo 落炕=lao.kang 落色=lao.shai
蒙着=meng.zhao 蔚县=yu.xian 蔽塞=bi.se 蕃茄=fan.qie 蕴藉=yun.jie 薄产=bo.chan 薄利=bo.li
薄命=bo.ming 薄幸=bo.xing 薄弱=bo.ruo 薄待=bo.dai 薄情=bo.qing 薄技=bo.ji 薄晓=bo.xiao 薄暮=bo.mu
薄田=bo.tian 薄荷=bo.he 薄葬=bo.zang 薄酒=bo.jiu 薄酬=bo.chou 薄雾=bo.wu 薄面=bo.mian 薯莨=shu.liang
藏人=zang.ren 藏历=zang.li 藏府=zang.fu 藏戏=zang.xi 藏族=zang.zu 藏獒=zang.ao 藏药=zang.yao
藏蓝=zang.lan 藏青=zang.qing 藏香=zang.xiang 藤蔓=teng.wan 虾蟆=ha.ma 蚌埠=beng.bu 蛤粉=ge.fen
蛤蚌=ge.bang 蛤蚧=ge.jie 蛤蜊=ge.li 蝍蛆=ji.qu 血晕=xie.yun 行业=hang.ye 行东=hang.dong 行伍=hang.wu
行会=hang.hui 行列=hang.lie 行号=hang.hao 行家=hang.jia 行市=hang.shi 行帮=hang.bang
行当=hang.dang 行情=hang.qing 行栈=hang.zhan 行款=hang.kuan 行规=hang.gui 行话=hang.hua
行货=hang.huo 行贾=xing.gu 行距=hang.ju 行辈=hang.bei 行道=hang.dao 行都=xing.du 行长=hang.zhang
行间=hang.jian 衣着=yi.zhuo 补给=bu.ji 表率=biao.shuai 袅娜=niao.nuo 袷袢=qia.pan 裁度=cai.duo
裨将=pi.jiang 裳裳=chang.chang 褪去=tun.qu 褪色=tui.shai 西乐=xi.yue 西藏=xi.zang 覆没=fu.mo
角力=jue.li 角斗=jue.dou 角色=jue.se 角逐=jue.zhu 解差=jie.chai 解数=xie.shu 解池=xie.chi
解法=xie.fa 解调=jie.tiao 讥弹=ji.tan 讨还=tao.huan 评传=ping.zhuan 评弹=ping.tan 诈降=zha.xiang
诗行=shi.hang 诘责=jie.ze 诘问=jie.wen 诘难=jie.nan 诚朴=cheng.piao 该着=gai.zhao 语塞=yu.se
诱降=you.xiang 请降=qing.xiang 谁的=shei.de 谁都=shei.dou 调人=tiao.ren 调价=tiao.jia
调侃=tiao.kan 调停=tiao.ting 调光=tiao.guang 调养=tiao.yang 调准=tiao.zhun 调制=tiao.zhi
调剂=tiao.ji 调匀=tiao.yun 调协=tiao.xie 调合=tiao.he 调味=tiao.wei 调和=tiao.he 调唆=tiao.suo
调处=tiao.chu 调幅=tiao.fu 调弄=tiao.nong 调息=tiao.xi 调情=tiao.qing 调戏=tiao.xi 调护=tiao.hu
调控=tiao.kong 调摄=tiao.she 调教=tiao.jiao 调整=tiao.zheng 调料=tiao.liao 调档=tiao.dang
调正=tiao.zheng 调治=tiao.zhi 调温=tiao.wen 调焦=tiao.jiao 调理=tiao.li 调皮=tiao.pi
调笑=tiao.xiao 调级=tiao.ji 调经=tiao.jing 调羹=tiao.geng 调色=tiao.se 调节=tiao.jie 调解=tiao.jie
调试=tiao.shi 调调=tiao.diao 调谐=tiao.xie 调谑=tiao.xue 调资=tiao.zi 调适=tiao.shi 调音=tiao.yin
调频=tiao.pin 豁拳=hua.quan 豆豉=dou.chi 貌似=mao.si 贝勒=bei.le 财会=cai.kuai 质朴=zhi.piao
质的=zhi.di 贲临=bi.lin 贾人=gu.ren 贾用=gu.yong 贾祸=gu.huo 贾贸=gu.mao 贾马=gu.ma 赔还=pei.huan
赚得=zuan.de 赛似=sai.si 超长=chao.chang 趔趄=lie.qie 跟差=gen.chai 路卡=lu.qia 跳行=tiao.hang
身长=shen.chang 躯壳=qu.qiao 车削=che.xiao 车行=che.hang 轧机=zha.ji 轧账=ga.zhang 轧辊=zha.gun
轧钢=zha.gang 转文=zhuai.wen 转行=zhuan.hang 软和=ruan.huo 软肋=ruan.lei 轸宿=zhen.xiu
轻率=qing.shuai 轻薄=qing.bo 辗转=zhan.zhuan 辟举=bi.ju 辟书=bi.shu 辟召=bi.zhao 辟引=bi.yin
辟谷=bi.gu 辟邪=bi.xie 辱没=ru.mo 边卡=bian.qia 迁都=qian.du 过长=guo.chang 近似=jin.si
返还=fan.huan 还乡=huan.xiang 还书=huan.shu 还价=huan.jia 还俗=huan.su 还债=huan.zhai 还击=huan.ji
还原=huan.yuan 还口=huan.kou 还嘴=huan.zui 还席=huan.xi 还情=huan.qing 还愿=huan.yuan
还手=huan.shou 还报=huan.bao 还本=huan.ben 还清=huan.qing 还珠=huan.zhu 还礼=huan.li
还童=huan.tong 还给=huan.gei 还账=huan.zhang 还贷=huan.dai 还钱=huan.qian 还阳=huan.yang
还魂=huan.hun 进给=jin.ji 迫击=pai.ji 追还=zhui.huan 退还=tui.huan 送还=song.huan 遒劲=qiu.jing
道藏=dao.zang 道行=dao.heng 遗使=wei.shi 遗劳=wei.lao 邮差=you.chai 都会=du.hui 都城=du.cheng
都尉=du.wei 都市=du.shi 都督=du.du 都统=du.tong 鄙薄=bi.bo 配乐=pei.yue 配称=pei.chen 配给=pei.ji
配角=pei.jue 酒铛=jiu.cheng 酷似=ku.si 醇朴=chun.piao 采血=cai.xie 里弄=li.long 重九=chong.jiu
重修=chong.xiu 重光=chong.guang 重出=chong.chu 重印=chong.yin 重叠=chong.die 重合=chong.he
重启=chong.qi 重唱=chong.chang 重围=chong.wei 重圆=chong.yuan 重复=chong.fu 重头=chong.tou
重奏=chong.zou 重婚=chong.hun 重孙=chong.sun 重审=chong.shen 重庆=chong.qing 重建=chong.jian
重张=chong.zhang 重弹=chong.tan 重影=chong.ying 重拍=chong.pai 重提=chong.ti 重播=chong.bo
重数=chong.shu 重新=chong.xin 重映=chong.ying 重沓=chong.ta 重洋=chong.yang 重温=chong.wen
重演=chong.yan 重版=chong.ban 重犯=chong.fan 重现=chong.xian 重生=chong.sheng 重申=chong.shen
重组=chong.zu 重聚=chong.ju 重获=chong.huo 重行=chong.xing 重译=chong.yi 重读=chong.du
重返=chong.fan 重迭=chong.die 重述=chong.shu 重选=chong.xuan 重逢=chong.feng 重重=chong.chong
重阳=chong.yang 重霄=chong.xiao 野乘=ye.sheng 钉耙=ding.pa 钦差=qin.chai 铁耙=tie.pa 铅山=yan.shan
铜模=tong.mu 铜臭=tong.xiu 银行=yin.hang 锁匙=suo.chi 锁钥=suo.yue 锚泊=mao.bo 锻模=duan.mu
镐京=hao.jing 长久=chang.jiu 长乐=chang.le 长于=chang.yu 长亭=chang.ting 长假=chang.jia
长兴=chang.xing 长剑=chang.jian 长卷=chang.juan 长发=chang.fa 长句=chang.ju 长号=chang.hao
长叹=chang.tan 长吟=chang.yin 长命=chang.ming 长啸=chang.xiao 长圆=chang.yuan 长坂=chang.ban
长城=chang.cheng 长处=chang.chu 长夏=chang.xia 长夜=chang.ye 长天=chang.tian 长存=chang.cun
长安=chang.an 长寿=chang.shou 长局=chang.ju 长崎=chang.qi 长川=chang.chuan 长工=chang.gong
长年=chang.nian 长庚=chang.geng 长度=chang.du 长廊=chang.lang 长征=chang.zheng 长性=chang.xing
长拳=chang.quan 长揖=chang.yi 长斋=chang.zhai 长方=chang.fang 长春=chang.chun 长期=chang.qi
长机=chang.ji 长条=chang.tiao 长枪=chang.qiang 长款=chang.kuan 长毛=chang.mao 长汀=chang.ting
长江=chang.jiang 长沙=chang.sha 长河=chang.he 长法=chang.fa 长波=chang.bo 长活=chang.huo
长流=chang.liu 长物=chang.wu 长生=chang.sheng 长眠=chang.mian 长矛=chang.mao 长短=chang.duan
长石=chang.shi 长程=chang.cheng 长空=chang.kong 长笛=chang.di 长策=chang.ce 长篇=chang.pian
长线=chang.xian 长统=chang.tong 长编=chang.bian 长缨=chang.ying 长舌=chang.she 长虫=chang.chong
长虹=chang.hong 长街=chang.jie 长衣=chang.yi 长衫=chang.shan 长袍=chang.pao 长袖=chang.xiu
长袜=chang.wa 长裤=chang.ku 长褂=chang.gua 长诗=chang.shi 长话=chang.hua 长调=chang.diao
长谈=chang.tan 长足=chang.zu 长跑=chang.pao 长跪=chang.gui 长辞=chang.ci 长远=chang.yuan
长途=chang.tu 长逝=chang.shi 长长=chang.chang 长门=chang.men 长队=chang.dui 长随=chang.sui
长青=chang.qing 长音=chang.yin 长项=chang.xiang 长驱=chang.qu 长鸣=chang.ming 长鼓=chang.gu
长龙=chang.long 闭塞=bi.se 问卜=wen.bu 阻塞=zu.se 阿胶=e.jiao 阿谀=e.yu 阿附=e.fu 陂艿=bei.reng
陂陀=po.tuo 附着=fu.zhuo 附识=fu.zhi 陆万=liu.wan 陆佰=liu.bai 陆圆=liu.yuan 陆拾=liu.shi
降伏=xiang.fu 降服=xiang.fu 降顺=xiang.shun 降龙=xiang.long 陪都=pei.du 隔行=ge.hang 雀子=qiao.zi
雁行=yan.hang 雄劲=xiong.jing 雅乐=ya.yue 雕琢=diao.zhuo 霓裳=ni.chang 露丑=lou.chou 露刃=lou.ren
露头=lou.tou 露富=lou.fu 露底=lou.di 露怯=lou.qie 露白=lou.bai 露相=lou.xiang 露脸=lou.lian
露苗=lou.miao 露面=lou.mian 露风=lou.feng 露馅=lou.xian 靓丽=liang.li 靓仔=liang.zai 靓女=liang.nv
非得=fei.dei 靠泊=kao.bo 鞭鞘=bian.shao 音乐=yin.yue 颀长=qi.chang 预卜=yu.bu 颉颃=xie.hang
频数=pin.shuo 颤栗=zhan.li 风镐=feng.hao 飘泊=piao.bo 食母=si.mu 饼铛=bing.cheng 首都=shou.du
马勒=ma.le 马圈=ma.juan 马尾=ma.yi 骠勇=piao.yong 骠骑=piao.qi 骨殖=gu.shi 骶椎=di.zhui
高着=gao.zhao 鸟闹=diao.nao 鸡肋=ji.lei 鹄的=gu.di 黄陂=huang.pi 黏着=nian.zhuo 鼓乐=gu.yue
鼻塞=bi.se 齿龈=chi.yin 龟兹=qiu.ci 龟裂=jun.lie 一刹那=yi.cha.na 一长串=yi.chang.chuan
一驮粮=yi.duo.liang 不犯着=bu.fan.zhao 不相称=bu.xiang.chen 不粘锅=bu.nian.guo
两重天=liang.chong.tian 了不得=liao.bu.de 了不起=liao.bu.qi 了望台=liao.wang.tai 五金行=wu.jin.hang
交响乐=jiao.xiang.yue 人轧人=ren.ga.ren 什件儿=shi.jian.er 伽利略=jia.li.lve 住一宿=zhu.yi.xiu
佛甲草=fo.jia.cao 免不了=mian.bu.liao 八行书=ba.hang.shu 出差错=chu.cha.cuo 刨木板=bao.mu.ban
削铅笔=xiao.qian.bi 剥花生=bao.hua.sheng 剥苹果=bao.ping.guo 副行长=fu.hang.zhang 劳什子=lao.shi.zi
十里堡=shi.li.pu 华达呢=hua.da.ni 占便宜=zhan.pian.yi 卡脖子=qia.bo.zi 发疟子=fa.yao.zi
受不了=shou.bu.liao 口角炎=kou.jue.yan 可的松=ke.di.song 吃不了=chi.bu.liao 吉卜赛=ji.bu.sai
吐谷浑=tu.yu.hun 呱呱叫=gua.gua.jiao 和稀泥=huo.xi.ni 哈什蚂=ha.shi.ma 哪会儿=nei.hui.er
唱主角=chang.zhu.jue 四重唱=si.chong.chang 地窨子=di.yin.zi 坤角儿=kun.jue.er 堰塞湖=yan.se.hu
塔什干=ta.shi.gan 塞擦音=se.ca.yin 大不了=da.bu.liao 大伯子=da.bai.zi 大堡礁=da.pu.jiao
大换血=da.huan.xie 大排行=da.pai.hang 大黄鱼=dai.huang.yu 天姥山=tian.mu.shan 太子参=tai.zi.shen
太行山=tai.hang.shan 奇函数=ji.han.shu 女主角=nv.zhu.jue 如来佛=ru.lai.fo 将进酒=qiang.jin.jiu
小便宜=xiao.pian.yi 少不了=shao.bu.liao 山大王=shan.dai.wang 差人去=chai.ren.qu 差旅费=chai.lv.fei
干着急=gan.zhao.ji 开小差=kai.xiao.chai 开户行=kai.hu.hang 张靓颖=zhang.liang.ying 弥勒佛=mi.le.fo
弹跳力=tan.tiao.li 弹钢琴=tan.gang.qin 恶噷噷=e.hen.hen 打击乐=da.ji.yue 扛长工=kang.chang.gong
抱佛脚=bao.fo.jiao 抹下来=ma.xia.lai 抹桌子=ma.zhuo.zi 拍卖行=pai.mai.hang 拗不过=niu.bu.guo
择不开=zhai.bu.kai 捋虎须=luo.hu.xu 捋袖子=luo.xiu.zi 捡便宜=jian.pian.yi 搪差使=tang.chai.shi
摇滚乐=yao.gun.yue 摸不着=mo.bu.zhao 教音乐=jiao.yin.yue 数不着=shu.bu.zhao 数得着=shu.de.zhao
新长征=xin.chang.zheng 服差役=fu.chai.yi 朝阳区=chao.yang.qu 朝阳花=chao.yang.hua 柏拉图=bo.la.tu
柏油纸=bo.you.zhi 柞丝绸=zuo.si.chou 柴沟堡=chai.gou.bu 树行子=shu.hang.zi 核桃凹=he.tao.wa
桑葚儿=sang.ren.er 歌仔戏=ge.zi.xi 死劲儿=si.jing.er 水浒传=shui.hu.zhuan 没奈何=mo.nai.he
没着落=mei.zhuo.luo 洒狗血=sa.gou.xie 浒墅关=xu.shu.guan 海参崴=hai.shen.wei 煤核儿=mei.hu.er
熊爪子=xiong.zhua.zi 爪尖儿=zhua.jian.er 爵士乐=jue.shi.yue 牛头刨=niu.tou.bao 犯不着=fan.bu.zhao
犯得上=fan.dei.shang 犯得着=fan.de.zhao 猫爪子=mao.zhua.zi 瓦窑堡=wa.yao.bu 睡懒觉=shui.lan.jiao
短不了=duan.bu.liao 硬着陆=ying.zhuo.lu 管弦乐=guan.xian.yue 粗花呢=cu.hua.ni 粘合剂=nian.he.ji
系鞋带=ji.xie.dai 红模子=hong.mu.zi 纪传体=ji.zhuan.ti 老佛爷=lao.fo.ye 老本行=lao.ben.hang
芥蓝菜=gai.lan.cai 苣卖菜=qu.mai.cai 苣荬菜=qu.mai.cai 英雄传=ying.xiong.zhuan 莲花落=lian.hua.lao
藏红花=zang.hong.hua 血淋淋=xie.lin.lin 血糊糊=xie.hu.hu 血豆腐=xie.dou.fu 血道子=xie.dao.zi
行道树=xing.dao.shu 西洋参=xi.yang.shen 讨便宜=tao.pian.yi 说不着=shuo.bu.zhao 豆角儿=dou.jue.er
贪便宜=tan.pian.yi 赛璐玢=sai.lu.fen 跨行业=kua.hang.ye 车行道=che.xing.dao 车马炮=ju.ma.pao
软着陆=ruan.zhuo.lu 轴对称=zhou.dui.chen 轻音乐=qing.yin.yue 郦食其=li.yi.ji 都察院=du.cha.yuan
都柏林=dou.bo.lin 都江堰=du.jiang.yan 重头戏=zhong.tou.xi 长恨歌=chang.hen.ge
长明灯=chang.ming.deng 长白山=chang.bai.shan 长绒棉=chang.rong.mian 长臂猿=chang.bi.yuan
长蛇阵=chang.she.zhen 长镜头=chang.jing.tou 长颈鹿=chang.jing.lu 阴着儿=yin.zhao.er
阿房宫=e.pang.gong 阿的平=a.di.ping 露一手=lou.yi.shou 露头角=lu.tou.jiao 露马脚=lou.ma.jiao
顶呱呱=ding.gua.gua 饱和点=bao.huo.dian 马尾松=ma.wei.song 马尾藻=ma.wei.zao 马尾辫=ma.wei.bian
高丽参=gao.li.shen 高句骊=gao.gou.li 鸡爪子=ji.zhua.zi 鸡血石=ji.xie.shi 鸭绿江=ya.lu.jiang
鹰爪子=ying.zhua.zi 龙门刨=long.men.bao
"""
