export interface Culture {
  country: string
  language: string
  /** Written family name first, without a space for Chinese, Japanese and Korean. */
  order: 'given-family' | 'family-given' | 'joined'
  /** As written, and in the ASCII letters a user principal name takes. */
  given: [string, string][]
  family: [string, string][]
}

const words = (list: string): [string, string][] =>
  list.split(' ').map((entry) => {
    const [written = '', ascii = written] = entry.split('=')
    return [written, ascii.toLowerCase()]
  })

/**
 * Believable names of many scripts: what a table, a search box and a file export must cope with. Family names that
 * change with the bearer's gender are left out, because any given name meets any of them.
 */
export const cultures: Culture[] = [
  {
    country: 'GB',
    language: 'en-GB',
    order: 'given-family',
    given: words('Olivia George Amelia Harry Isla Jack Freya Oscar Poppy Theo Rosie Alfie'),
    family: words(
      "Smith Taylor O'Neil=oneil Patel Wright Hughes Clarke Green Baker Cooper Ward Reid",
    ),
  },
  {
    country: 'DE',
    language: 'de-DE',
    order: 'given-family',
    given: words(
      'Jürgen=juergen Käthe=kaethe Lukas Anja Björn=bjoern Heike Sören=soeren Ulrike Moritz Grete Jörg=joerg Lea',
    ),
    family: words(
      'Müller=mueller Schröder=schroeder Weiß=weiss Köhler=koehler Vogel Krüger=krueger Böhm=boehm Lange Groß=gross Jäger=jaeger Pohl Winter',
    ),
  },
  {
    country: 'FR',
    language: 'fr-FR',
    order: 'given-family',
    given: words(
      'Élodie=elodie François=francois Chloé=chloe Jérôme=jerome Anaïs=anais Benoît=benoit Zoé=zoe Rémi=remi Agnès=agnes Loïc=loic Inès=ines Noé=noe',
    ),
    family: words(
      'Lefèvre=lefevre Garçon=garcon Dupré=dupre Moreau Bérard=berard Fournier Gérard=gerard Mercier Béranger=beranger Roux Dubois Noël=noel',
    ),
  },
  {
    country: 'PL',
    language: 'pl-PL',
    order: 'given-family',
    given: words(
      'Łukasz=lukasz Małgorzata=malgorzata Józef=jozef Agnieszka Paweł=pawel Żaneta=zaneta Michał=michal Kasia Grażyna=grazyna Tomasz Bożena=bozena Jan',
    ),
    family: words(
      'Wójcik=wojcik Kowalczyk Zając=zajac Dudek Wróbel=wrobel Łuczak=luczak Nowak Żak=zak Król=krol Mazur Gołąb=golab Sikora',
    ),
  },
  {
    country: 'VN',
    language: 'vi-VN',
    order: 'family-given',
    given: words(
      'Hương=huong Dũng=dung Thảo=thao Minh Quỳnh=quynh Tuấn=tuan Lan Phúc=phuc Yến=yen Đức=duc Mai Khánh=khanh',
    ),
    family: words(
      'Nguyễn=nguyen Trần=tran Lê=le Phạm=pham Huỳnh=huynh Vũ=vu Đặng=dang Bùi=bui Đỗ=do Hồ=ho Ngô=ngo Dương=duong',
    ),
  },
  {
    country: 'KZ',
    language: 'ru-RU',
    order: 'given-family',
    given: words(
      'Анна=anna Дмитрий=dmitriy Ольга=olga Сергей=sergey Мария=maria Иван=ivan Юлия=yulia Павел=pavel Елена=elena Никита=nikita Вера=vera Олег=oleg',
    ),
    family: words(
      'Шевченко=shevchenko Коваленко=kovalenko Черных=chernykh Мельник=melnik Бондаренко=bondarenko Седых=sedykh Кравчук=kravchuk Левченко=levchenko Ткаченко=tkachenko Литвак=litvak Щербак=shcherbak Гончар=gonchar',
    ),
  },
  {
    country: 'GR',
    language: 'el-GR',
    order: 'given-family',
    given: words(
      'Ελένη=eleni Γιώργος=giorgos Μαρία=maria Νίκος=nikos Κατερίνα=katerina Δημήτρης=dimitris Σοφία=sofia Πέτρος=petros Άννα=anna Κώστας=kostas Ιωάννα=ioanna Σπύρος=spyros',
    ),
    family: words(
      'Παπαγεωργίου=papageorgiou Νικολάου=nikolaou Γεωργίου=georgiou Οικονόμου=oikonomou Αθανασίου=athanasiou Βασιλείου=vasileiou Αντωνίου=antoniou Ιωάννου=ioannou Κωνσταντίνου=konstantinou Δήμου=dimou Χριστοδούλου=christodoulou Ευαγγέλου=evangelou',
    ),
  },
  {
    country: 'EG',
    language: 'ar-EG',
    order: 'given-family',
    given: words(
      'فاطمة=fatima أحمد=ahmed ليلى=layla محمد=mohamed نورا=noura يوسف=youssef مريم=mariam عمر=omar سلمى=salma خالد=khaled هدى=huda طارق=tarek',
    ),
    family: words(
      'حسن=hassan إبراهيم=ibrahim منصور=mansour السيد=elsayed عثمان=othman صالح=saleh فاروق=farouk ناصر=nasser حداد=haddad خوري=khoury زيدان=zidan بكر=bakr',
    ),
  },
  {
    country: 'IL',
    language: 'he-IL',
    order: 'given-family',
    given: words(
      'נועה=noa דוד=david תמר=tamar יעל=yael אורי=ori מאיה=maya איתן=eitan שירה=shira עומר=omer רונית=ronit אבי=avi דנה=dana',
    ),
    family: words(
      'כהן=cohen לוי=levi מזרחי=mizrahi פרץ=peretz ביטון=biton דהן=dahan אברהם=avraham פרידמן=friedman אזולאי=azoulay שפירא=shapira גולן=golan ברק=barak',
    ),
  },
  {
    country: 'CN',
    language: 'zh-CN',
    order: 'joined',
    given: words(
      '伟=wei 芳=fang 娜=na 秀英=xiuying 敏=min 静=jing 丽=li 强=qiang 磊=lei 洋=yang 艳=yan 勇=yong',
    ),
    family: words(
      '王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 赵=zhao 黄=huang 周=zhou 吴=wu 欧阳=ouyang 徐=xu',
    ),
  },
  {
    country: 'JP',
    language: 'ja-JP',
    order: 'joined',
    given: words(
      'さくら=sakura 翔太=shota 美咲=misaki 健一=kenichi 陽菜=hina 大輔=daisuke 愛=ai 拓也=takuya 結衣=yui 誠=makoto 葵=aoi 涼子=ryoko',
    ),
    family: words(
      '佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 渡辺=watanabe 伊藤=ito 山本=yamamoto 中村=nakamura 小林=kobayashi 加藤=kato 吉田=yoshida 髙木=takagi',
    ),
  },
  {
    country: 'KR',
    language: 'ko-KR',
    order: 'joined',
    given: words(
      '민준=minjun 서연=seoyeon 지후=jihu 하은=haeun 도윤=doyun 지우=jiwoo 예준=yejun 수아=sua 시우=siwoo 채원=chaewon 현우=hyunwoo 유나=yuna',
    ),
    family: words(
      '김=kim 이=lee 박=park 최=choi 정=jung 강=kang 조=cho 윤=yoon 장=jang 임=lim 한=han 남궁=namgung',
    ),
  },
  {
    country: 'IN',
    language: 'hi-IN',
    order: 'given-family',
    given: words(
      'प्रिया=priya अर्जुन=arjun अनन्या=ananya रोहन=rohan दीपिका=deepika विक्रम=vikram नेहा=neha संजय=sanjay कविता=kavita राहुल=rahul मीरा=meera अमित=amit',
    ),
    family: words(
      'शर्मा=sharma वर्मा=verma गुप्ता=gupta सिंह=singh पटेल=patel जोशी=joshi मेहता=mehta कुमार=kumar अग्रवाल=agrawal मिश्रा=mishra यादव=yadav चौहान=chauhan',
    ),
  },
  {
    country: 'TH',
    language: 'th-TH',
    order: 'given-family',
    given: words(
      'สมชาย=somchai สุดา=suda วิชัย=wichai มาลี=malee ประเสริฐ=prasert กมล=kamol ศิริ=siri อนงค์=anong นิพนธ์=niphon รัตนา=rattana ธนา=thana พิมพ์=phim',
    ),
    family: words(
      'ใจดี=jaidee ศรีสุข=srisuk ทองดี=thongdee วงศ์ไทย=wongthai บุญมี=boonmee สุขใจ=sukjai แสงทอง=saengthong รักไทย=rakthai จันทร์เพ็ญ=chanphen พงษ์ศรี=phongsri มั่นคง=mankhong แก้วใส=kaewsai',
    ),
  },
  {
    country: 'GE',
    language: 'ka-GE',
    order: 'given-family',
    given: words(
      'ნინო=nino გიორგი=giorgi მარიამ=mariam ლევან=levan თამარ=tamar დავით=davit ეკა=eka ირაკლი=irakli სოფო=sopo ზურა=zura ანა=ana ლუკა=luka',
    ),
    family: words(
      'ბერიძე=beridze კაპანაძე=kapanadze გელაშვილი=gelashvili მაისურაძე=maisuradze ლომიძე=lomidze წიკლაური=tsiklauri ხვედელიძე=khvedelidze ჩიქოვანი=chikovani აბაშიძე=abashidze ნოზაძე=nozadze დვალი=dvali ჯაფარიძე=japaridze',
    ),
  },
]
