# The shells: one function a template. Class names and order of parts are those of the real ones.


def cap(p):
    return esc(p.of("C")[0]) if p.of("C") else ""


@shell
def wp_newspaper(p):
    p.want["section"] = "محليات"
    more = f'<div class="td-a-rec td-a-rec-id-content_inline"><span class="td-adspot-title">- إعلان -</span></div>'
    return head(p, og(p), ld(p)) + f'''<body class="rtl post-template-default single single-post td-standard-pack has-sidebar">
<div class="td-header-wrap td-header-menu">{nav("div", "td-main-menu-logo")}<div class="td-header-sp-logo"><a href="/">{p.outlet}</a></div></div>
<article id="post-{p.number}" class="post type-post status-publish format-standard hentry category-local tag-news td-post-template-1">
<div class="td-post-header"><div class="td-crumb-container"><div class="entry-crumbs"><a class="entry-crumb" href="/">الرئيسية</a> <i class="td-icon-right"></i> <a class="entry-crumb" href="/local">محليات</a></div></div>
<ul class="td-category"><li class="entry-category"><a href="/local">محليات</a></li></ul>
<header class="td-post-title"><h1 class="entry-title">{esc(p.title)}</h1>
<div class="td-module-meta-info"><div class="td-post-author-name"><div class="td-author-by">بواسطة</div> <a href="/author/r">{p.a["B"]}</a></div><span class="td-post-date"><time class="entry-date updated td-module-date" datetime="{p.iso}">{p.date()}</time></span><div class="td-post-views"><i class="td-icon-views"></i><span>412</span></div><div class="td-post-comments"><a href="#respond">0</a></div></div></header></div>
<div class="td-post-sharing td-post-sharing-top">{share("td-post-sharing-visible")}</div>
<div class="td-post-content tagdiv-type"><div class="td-post-featured-image"><figure><img class="entry-thumb" src="a.jpg" alt=""><figcaption class="wp-caption-text">{cap(p)}</figcaption></figure></div>
{paras(p, between=more)}</div>
<footer><div class="td-post-source-tags"><ul class="td-tags td-post-small-box"><li><span>الوسوم</span></li><li><a href="/t/1">مياه</a></li><li><a href="/t/2">خدمات</a></li></ul></div>
<div class="td-block-row td-post-next-prev"><div class="td-block-span6 td-post-prev-post"><span>المقال السابق</span><a href="/1">{OTHER[0]}</a></div><div class="td-block-span6 td-post-next-post"><span>المقال التالي</span><a href="/2">{OTHER[1]}</a></div></div>
<div class="author-box-wrap"><div class="td-author-name vcard author"><span class="fn"><a href="/author/r">{p.a["B"]}</a></span></div><div class="td-author-description">صحافية سورية تكتب في شؤون الخدمات والإدارة المحلية منذ عام 2014 وتقيم في حلب.</div></div></footer></article>
<div class="td_block_wrap td_block_related_posts">{links("td_block_inner", "مقالات ذات صلة", 3, 2)}</div>
{comments("td-comments comments")}<div class="td-ss-main-sidebar">{links("td_block_wrap widget", "الأحدث", 5, 4, teaser=True)}</div>{footer(p, "td-footer-wrapper")}</body></html>'''


@shell
def wp_jannah(p):
    p.want["updated"] = "2025-10-21T18:00+03:00"
    inline = f'<div class="related-in-post"><p><strong>اقرأ أيضاً:</strong> <a href="/9">{OTHER[7]}</a></p></div>'
    inline2 = f'<p>اقرأ أيضاً: <a href="/9">{OTHER[3]}</a></p>'
    body = paras(p, between=inline + inline2)
    return head(p, og(p, updated="2025-10-21T18:00:00+03:00"), ld(p, dateModified="2025-10-21T18:00:00+03:00")) + f'''<body id="tie-body" class="rtl single wrapper-has-shadow block-head-1 magazine2 is-lazyload sidebar-left">
<div id="tie-wrapper"><header id="theme-header" class="theme-header header-layout-3">{nav("nav", "main-nav header-nav")}<div class="breaking"><span class="breaking-title">عاجل</span><ul id="breaking-news-in-header"><li>{OTHER[2]}</li></ul></div></header>
<div id="content" class="site-content container"><div class="main-content tie-col-md-8"><article id="the-post" class="container-wrapper post-content tie-standard">
<header class="entry-header-outer"><nav id="breadcrumb"><a href="/">الرئيسية</a><em class="delimiter">/</em><a href="/p">سياسة</a><em>/</em><span class="current">{esc(p.title)}</span></nav>
<div class="entry-header"><span class="post-cat-wrap"><a class="post-cat tie-cat-2" href="/p">سياسة</a></span><h1 class="post-title entry-title">{esc(p.title)}</h1><h2 class="entry-sub-title">{esc(p.a["S"])}</h2>
<div class="single-post-meta post-meta clearfix"><span class="author-meta single-author with-avatars"><span class="meta-item meta-author-wrapper"><span class="meta-author"><a href="/a/m" class="author-name">{p.a["B"]}</a></span></span></span><span class="date meta-item tie-icon">{p.date()}</span><div class="tie-alignright"><span class="meta-comment meta-item">0</span><span class="meta-views meta-item">1٬204</span><span class="meta-reading-time meta-item">دقيقة واحدة</span></div></div></div></header>
<div class="featured-area"><figure class="single-featured-image"><img src="x.jpg"><figcaption class="single-caption-text"><span class="tie-icon-camera"></span> {cap(p)}</figcaption></figure></div>
{share("post-footer share-links share-buttons")}
<div class="entry-content entry clearfix"><div class="stream-item stream-item-above-post-content"></div>{body}
<div class="post-bottom-meta post-bottom-tags"><div class="post-bottom-meta-title"><span>الوسوم</span></div><span class="tagcloud"><a href="/t">العراق</a> <a href="/t">النفط</a></span></div></div></article>
<div class="prev-next-post-nav container-wrapper">{links("tie-col-xs-6", "السابق", 1, 5)}</div><div id="related-posts" class="container-wrapper">{links("related-posts-list", "مقالات ذات صلة", 3, 1)}</div>{comments("comments-area")}</div>{sidebar("sidebar tie-col-md-4 normal-side")}</div>{footer(p)}</div>{cookie()}</body></html>'''


@shell
def wp_block(p):
    body = paras(p, h='<h2 class="wp-block-heading">{}</h2>').replace("<ul>", '<ul class="wp-block-list">')
    p.drop("section")
    return head(p, ld(p, kind="BlogPosting", articleSection=None), f'<link rel="canonical" href="{p.url}">', title=f"{p.title} – {p.outlet}") + f'''<body class="post-template-default single single-post wp-embed-responsive">
<a class="skip-link screen-reader-text" href="#content">تخطي إلى المحتوى</a><div class="wp-site-blocks"><header class="wp-block-template-part"><p class="wp-block-site-title"><a href="/">{p.outlet}</a></p>{nav("nav", "wp-block-navigation")}</header>
<main id="content"><h1 class="wp-block-post-title">{esc(p.title)}</h1><div class="wp-block-group"><div class="wp-block-post-date"><time datetime="{p.iso}">{p.date()}</time></div><div class="wp-block-post-author-name">{p.a["B"]}</div></div>
<div class="entry-content wp-block-post-content is-layout-flow"><figure class="wp-block-image size-large"><img src="1.jpg" alt="زيتون"><figcaption class="wp-element-caption">{cap(p)}</figcaption></figure>
{body}<div class="wp-block-button"><a class="wp-block-button__link" href="/s">اشترك الآن</a></div></div>
<div class="wp-block-post-navigation-link"><a href="/1">{OTHER[8]}</a></div><div class="wp-block-comments"><h2>تعليق واحد</h2><ol class="wp-block-comment-template"><li><div class="wp-block-comment-content"><p>{COMMENTS[0][1]}</p></div></li></ol></div></main>
{footer(p, "wp-block-template-part")}</div></body></html>'''


@shell
def wp_elementor(p):
    cuts = f'<p><strong>تابعنا على</strong> <a href="https://t.me/x">تيليجرام</a></p>'
    return head(p, og(p)) + f'''<body class="rtl single elementor-default elementor-template-full-width"><div data-elementor-type="header" class="elementor elementor-12 elementor-location-header">{nav("nav", "elementor-nav-menu--main elementor-nav-menu__container")}</div>
<div data-elementor-type="single-post" class="elementor elementor-location-single post type-post hentry"><section class="elementor-section"><div class="elementor-container"><div class="elementor-column elementor-col-66">
<div class="elementor-element elementor-widget elementor-widget-theme-post-title"><div class="elementor-widget-container"><h1 class="elementor-heading-title elementor-size-default">{esc(p.title)}</h1></div></div>
<div class="elementor-element elementor-widget elementor-widget-post-info"><div class="elementor-widget-container"><ul class="elementor-inline-items elementor-post-info"><li itemprop="author"><a href="/a"><span class="elementor-icon-list-text elementor-post-info__item--type-author">{p.a["B"]}</span></a></li><li itemprop="datePublished"><span class="elementor-icon-list-text elementor-post-info__item elementor-post-info__item--type-date">{p.date(MAGHREB)}</span></li></ul></div></div>
<div class="elementor-element elementor-widget elementor-widget-share-buttons"><div class="elementor-share-btn"><span class="elementor-share-btn__title">Facebook</span></div><div class="elementor-share-btn"><span class="elementor-share-btn__title">Twitter</span></div></div>
<div class="elementor-element elementor-widget elementor-widget-theme-post-content"><div class="elementor-widget-container">{paras(p)}{cuts}</div></div></div>
<div class="elementor-column elementor-col-33"><div class="elementor-widget elementor-widget-posts"><div class="elementor-widget-container"><h3>آخر الأخبار</h3>{"".join(f'<article class="elementor-post"><h3 class="elementor-post__title"><a href="/{i}">{t}</a></h3><div class="elementor-post__excerpt"><p>{TEASER[i % 3]}</p></div></article>' for i, t in enumerate(OTHER[:4]))}</div></div></div></div></section></div>
<div data-elementor-type="footer" class="elementor elementor-location-footer"><p>{ABOUT}</p><p>{RIGHTS}</p></div></body></html>'''


@shell
def wp_sahifa(p):
    p.no_time()
    return head(p, f'<link rel="canonical" href="{p.url}">', title=f"{p.title} - {p.outlet}") + f'''<body class="rtl single lazy-enabled"><div class="wrapper-outer"><header id="theme-header" class="theme-header">{nav("nav", "top-menu")}</header><div id="main-content" class="container"><div class="content">
<article class="post-listing post" id="the-post"><div class="post-inner"><h1 class="name post-title entry-title"><span itemprop="name">{esc(p.title)}</span></h1>
<p class="post-meta"><span class="post-meta-author"><i class="fa fa-user"></i><a href="/a">{p.a["B"]}</a></span> <span class="tie-date"><i class="fa fa-clock-o"></i>{p.date()}</span> <span class="post-cats"><a href="/c" rel="category tag">{p.a["L"]}</a></span> <span class="post-comments"><a href="#c">اضف تعليق</a></span> <span class="post-views">318 زيارة</span></p>
<div class="entry"><div class="share-post"><span class="share-text">شاركها</span><ul class="flat-social"><li><a>Facebook</a></li><li><a>Twitter</a></li></ul></div>{paras(p)}</div><div class="share-post">{share("mini-share-post")}</div></div></article>
<p class="post-tag">الوسوم <a href="/t" rel="tag">اليمن</a></p><section id="author-box"><div class="block-head"><h3>عن {p.a["B"]}</h3></div></section>
<div class="post-navigation"><div class="post-previous"><a href="/1"><span>السابق</span> {OTHER[4]}</a></div></div>
<section id="related_posts"><div class="block-head"><h3>مقالات ذات صلة</h3></div><div class="post-listing"><div class="related-item"><h3><a href="/3">{OTHER[5]}</a></h3><p class="post-meta"><span class="tie-date">1 يناير، 2025</span></p></div></div></section>{comments()}</div>{sidebar("sidebar", "aside")}</div></div>{footer(p)}</body></html>'''


@shell
def wp_jetpack(p):
    body = paras(p)
    tail = f'<div class="sharedaddy sd-sharing-enabled"><div class="robots-nocontent sd-block sd-social"><h3 class="sd-title">شارك هذا الموضوع:</h3><div class="sd-content"><ul><li><a><span>فيس بوك</span></a></li><li><a><span>X</span></a></li></ul></div></div></div><div class="addtoany_share_save_container addtoany_content"><a class="a2a_button_facebook">Facebook</a></div><div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>مرتبط</em></h3><p>{OTHER[6]}</p></div>'
    return head(p, og(p, section=True), ld(p)) + f'''<body class="single single-post"><div id="page" class="site"><header id="masthead" class="site-header">{nav()}</header><div id="primary" class="content-area"><main id="main" class="site-main"><article class="post hentry">
<header class="entry-header"><span class="cat-links"><a href="/c" rel="category tag">{p.a["L"]}</a></span><h1 class="entry-title">{esc(p.title)}</h1><div class="entry-meta"><span class="posted-on"><a href="/d" rel="bookmark"><time class="entry-date published" datetime="{p.iso}">{p.date()}</time></a></span><span class="byline"> بواسطة <span class="author vcard"><a class="url fn n" href="/a">{p.a["B"]}</a></span></span></div></header>
<div class="entry-content"><figure class="wp-caption alignnone" style="width:600px"><img src="z.jpg"><figcaption class="wp-caption-text">{cap(p)} (أ ف ب)</figcaption></figure>{body}{tail}</div>
<footer class="entry-footer"><span class="tags-links">وسوم <a href="/t">السودان</a></span></footer></article>{comments()}</main></div><div id="secondary" class="widget-area">{links("widget widget_recent_entries", "أحدث المقالات", 5)}</div>{footer(p)}</div></body></html>'''


@shell
def drupal7(p):
    return head(p, f'<link rel="canonical" href="{p.url}">', f'<meta name="dcterms.title" content="{esc(p.title)}">') + f'''<body class="html not-front not-logged-in one-sidebar sidebar-second page-node page-node- node-type-article i18n-ar"><div id="skip-link"><a class="element-invisible element-focusable" href="#main-content">تجاوز إلى المحتوى الرئيسي</a></div><div id="page-wrapper"><div id="header"><div class="section clearfix"><div id="name-and-slogan"><div id="site-name"><strong><a href="/">{p.outlet}</a></strong></div></div></div></div><div id="main-menu" class="navigation">{nav("div", "menu")}</div>
<div id="main" class="clearfix"><div id="breadcrumb"><h2 class="element-invisible">أنت هنا</h2><div class="breadcrumb"><a href="/">الرئيسية</a> » <a href="/q">قضاء</a></div></div><div id="content" class="column"><div class="section"><a id="main-content"></a><h1 class="title" id="page-title">{esc(p.title)}</h1><div class="region region-content"><div id="block-system-main" class="block block-system"><div class="content"><div id="node-88" class="node node-article node-promoted clearfix"><div class="meta submitted"><span property="dc:date dc:created" content="{p.iso}" datatype="xsd:dateTime">Submitted by <span class="username">{p.a["B"]}</span> on {p.date(time=True)}</span></div>
<div class="content clearfix"><div class="field field-name-field-section field-label-hidden"><div class="field-items"><div class="field-item even">{p.a["L"]}</div></div></div><div class="field field-name-body field-type-text-with-summary field-label-hidden"><div class="field-items"><div class="field-item even" property="content:encoded">{paras(p)}</div></div></div><div class="field field-name-field-tags"><h3 class="field-label">الكلمات الدلالية: </h3><ul class="links"><li class="taxonomy-term-reference-0"><a href="/t">محكمة</a></li></ul></div></div><div class="link-wrapper"><ul class="links inline"><li class="print_html"><a href="/print">نسخة للطباعة</a></li><li class="comment_forbidden"><span><a href="/user">تسجيل الدخول</a> لإرسال تعليق</span></li></ul></div></div></div></div></div></div></div>
<div id="sidebar-second" class="column sidebar">{links("block block-views", "الأكثر قراءة", 5)}</div></div><div id="footer-wrapper"><p>{RIGHTS}</p></div></div></body></html>'''


@shell
def drupal9(p):
    return head(p, og(p, section=False), f'<link rel="canonical" href="{p.url}">') + f'''<body class="path-node page-node-type-news"><div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><header role="banner">{nav("nav", "block-menu navigation menu--main")}</header><main role="main"><div class="layout-content"><div class="region region-content"><article role="article" about="/node/1" class="node node--type-news node--view-mode-full">
<div class="node__content"><div class="field field--name-field-category field--label-hidden field__item category"><a href="/e">{p.a["L"]}</a></div><h1 class="page-title"><span class="field field--name-title">{esc(p.title)}</span></h1><div class="field field--name-field-subtitle field--type-string field--label-hidden subtitle">{esc(p.a["S"])}</div><div class="node__meta"><span class="field--name-field-author author">{p.a["B"]}</span> <span class="date">{p.date(day=True)}</span></div>
<div class="field field--name-field-image media-image"><img src="/i.webp"><div class="field--name-field-caption image-caption">{cap(p)}</div></div><div class="social-sharing share">{share("a2a_kit")}</div><div class="clearfix text-formatted field field--name-body field--type-text-with-summary field--label-hidden field__item">{paras(p, between=f'<div class="embedded-entity inline-related"><a href="/7">{OTHER[5]}</a></div>')}</div><div class="field field--name-field-tags tags"><a href="/t">مياه</a><a href="/t2">طاقة</a></div></div></article>
<div class="views-element-container block-views-related related-news">{links("view-content", "اقرأ أيضاً", 4)}</div></div></div></main><footer role="contentinfo"><p>{ABOUT}</p></footer></div></body></html>'''


@shell
def joomla(p):
    return head(p, f'<meta name="author" content="{p.a["B"]}">', f'<meta property="og:site_name" content="{p.outlet}">', f'<link href="{p.url}" rel="canonical">', title=p.title) + f'''<body class="site com_content view-article no-layout itemid-101 rtl"><div class="body"><header class="header">{nav("nav", "navigation")}</header><main id="content" role="main"><div class="item-page" itemscope itemtype="https://schema.org/Article"><meta itemprop="inLanguage" content="ar-AA"><div class="page-header"><h2 itemprop="headline">{esc(p.title)}</h2></div>
<div class="icons"><div class="btn-group"><ul class="dropdown-menu"><li class="print-icon"><a href="#">طباعة</a></li><li class="email-icon"><a href="#">البريد الإلكتروني</a></li></ul></div></div><dl class="article-info muted"><dt class="article-info-term">التفاصيل</dt><dd class="createdby" itemprop="author" itemscope><span itemprop="name">{p.a["B"]}</span></dd><dd class="category-name">المجموعة: <a href="/c" itemprop="genre">{p.a["L"]}</a></dd><dd class="published"><time datetime="{p.iso}" itemprop="datePublished">نشر بتاريخ: {p.date()}</time></dd><dd class="hits">الزيارات: 540</dd></dl>
<div itemprop="articleBody">{paras(p)}</div><ul class="pager pagenav"><li class="previous"><a href="/1">السابق</a></li><li class="next"><a href="/2">التالي</a></li></ul></div></main><div id="aside" class="span3">{links("well _menu", "آخر الأخبار", 5)}</div></div>{footer(p, "footer")}</body></html>'''


@shell
def blogger(p):
    rows = "<br /><br />".join(esc(t, quote=False) for t in p.of("P"))
    p.no_time()
    return head(p, f"<meta content='{esc(p.title)}' property='og:title'/>", f"<link href='{p.url}' rel='canonical'/>", title=f"{p.outlet}: {p.title}") + f'''<body class='loading'><div class='navbar section' id='navbar'></div><div class='content'><div class='content-inner'><header><div class='header-inner'><div class='Header section' id='header'><h1 class='title'><a href='/'>{p.outlet}</a></h1><p class='description'><span>مدونة شخصية عن المدن والناس</span></p></div></div></header>
<div class='main-outer'><div class='columns-inner'><div class='column-center-outer'><div class='main section' id='main'><div class='widget Blog' id='Blog1'><div class='blog-posts hfeed'><div class="date-outer"><h2 class='date-header'><span>{p.date(day=True)}</span></h2><div class="date-posts"><div class='post-outer'><div class='post hentry uncustomized-post-template' itemprop='blogPost'><h3 class='post-title entry-title' itemprop='name'>{esc(p.title)}</h3><div class='post-header'></div>
<div class='post-body entry-content' id='post-body-1' itemprop='description articleBody'><div class="separator" style="clear: both;"><a href="b.jpg"><img border="0" src="b.jpg" /></a></div><br />{rows}<div style='clear: both;'></div></div>
<div class='post-footer'><div class='post-footer-line post-footer-line-1'><span class='post-author vcard'>مرسلة بواسطة <span class='fn' itemprop='author'><span itemprop='name'>{p.a["B"]}</span></span></span> <span class='post-timestamp'>في <a class='timestamp-link' href='/p'><abbr class='published' itemprop='datePublished' title='{p.iso}'>7:30 م</abbr></a></span><div class='post-share-buttons goog-inline-block'><a class='goog-inline-block share-button'><span class='share-button-link-text'>إرسال بالبريد الإلكتروني</span></a></div></div><div class='post-footer-line post-footer-line-2'><span class='post-labels'>التسميات: <a href='/l' rel='tag'>الموصل</a></span></div></div></div>
<div class='comments' id='comments'><h4>هناك تعليقان (2):</h4><dl id='comments-block'><dt class='comment-author'>{COMMENTS[0][0]} يقول...</dt><dd class='comment-body'><p>{COMMENTS[0][1]}</p></dd></dl></div></div></div></div></div><div class='blog-pager' id='blog-pager'><a class='blog-pager-older-link' href='/o'>رسالة أقدم</a></div></div></div></div>
<div class='column-right-outer'><aside><div class='sidebar section' id='sidebar-right-1'><div class='widget Profile'><h2>من أنا</h2><p>{TEASER[1]}</p></div><div class='widget BlogArchive'><h2>أرشيف المدونة</h2><ul><li>2025 (12)</li><li>2024 (31)</li></ul></div></div></aside></div></div></div></div></div></body></html>'''


@shell
def blogger_new(p):
    p.drop("section")
    p.want["updated"] = p.moment()
    rows = "".join(f'<div style="text-align: right;"><span style="font-size: large;">{esc(t)}</span></div><div style="text-align: right;"><br /></div>' for t in p.of("P"))
    return head(p, og(p, date=False), f'<script type="application/ld+json">{{"@context":"http://schema.org","@type":"BlogPosting","headline":{json.dumps(p.title, ensure_ascii=False)},"datePublished":"{p.iso}","dateModified":"{p.iso}","author":{{"@type":"Person","name":"{p.a["B"]}"}},"publisher":{{"@type":"Organization","name":"Blogger","logo":{{}}}}}}</script>', title=p.title) + f'''<body class="item-view version-1-3-3 variant-indie_light" id="body"><div class="page"><div class="bg-photo-overlay"></div><div class="centered"><header class="centered-top-container sticky"><div class="widget Header"><a class="blog-name" href="/">{p.outlet}</a></div></header><div class="hamburger-section container section">{nav("div", "widget PageList")}</div><main class="centered-bottom" role="main"><div class="main section" id="page_body"><div class="widget Blog"><div class="blog-posts hfeed container"><article class="post-outer-container"><div class="post-outer"><div class="post"><h3 class="post-title entry-title">{esc(p.title)}</h3><div class="post-header"><div class="post-header-line-1"><span class="byline post-author vcard"><span class="post-author-label">بواسطة</span> <span class="fn"><a class="g-profile" href="/p">{p.a["B"]}</a></span></span><span class="byline post-timestamp">في <a class="timestamp-link"><time class="published" datetime="{p.iso}">{p.date()}</time></a></span></div></div>
<div class="post-body entry-content float-container" id="post-body-2">{rows}</div><div class="post-bottom"><div class="post-footer"><span class="byline post-labels"><span class="byline-label">التسميات</span><a class="label-link" href="/l">سفر</a></span></div><div class="post-share-buttons"><button class="sharing-button">مشاركة</button></div></div></div></div><section class="comments embed" id="comments"><h3 class="title">تعليقات</h3><div class="comment-block"><p class="comment-content">{COMMENTS[1][1]}</p></div></section></article></div></div></div></main></div><footer class="footer section"><div class="blogger">يتم التشغيل بواسطة Blogger</div></footer></div></body></html>'''


@shell
def amp_wp(p):
    return head(p, ld(p), f'<link rel="canonical" href="{p.url}">').replace("<html ", "<html amp ") + f'''<body class="amp-mode-mouse"><amp-sidebar id="sb" layout="nodisplay" side="right">{nav("nav", "amp-menu")}</amp-sidebar><header id="top" class="amp-wp-header"><div><a href="/"><span class="amp-site-title">{p.outlet}</span></a></div></header><article class="amp-wp-article"><header class="amp-wp-article-header"><h1 class="amp-wp-title">{esc(p.title)}</h1><div class="amp-wp-meta amp-wp-byline"><span class="amp-wp-author author vcard">{p.a["B"]}</span></div><div class="amp-wp-meta amp-wp-posted-on"><time datetime="{p.iso}">منذ 3 أيام</time></div></header>
<figure class="amp-wp-article-featured-image wp-caption"><amp-img src="m.jpg" width="800" height="450" layout="responsive"></amp-img><p class="wp-caption-text">{cap(p)}</p></figure><div class="amp-wp-article-content">{paras(p, between='<amp-ad width="300" height="250" type="doubleclick"><div placeholder>إعلان</div></amp-ad>')}<amp-social-share type="whatsapp"></amp-social-share></div><footer class="amp-wp-article-footer"><div class="amp-wp-meta amp-wp-tax-category">التصنيفات: <a href="/c" rel="category tag">{p.a["L"]}</a></div><div class="amp-wp-meta amp-wp-comments-link"><a href="#r">اترك تعليقا</a></div></footer></article><footer class="amp-wp-footer"><div><h2>{p.outlet}</h2><a href="#top" class="back-to-top">العودة إلى الأعلى</a></div></footer><amp-user-notification id="n"><p>{COOKIE}</p></amp-user-notification></body></html>'''


@shell
def amp_custom(p):
    return head(p, ld(p), f'<link rel="canonical" href="{p.url}">').replace("<html ", "<html ⚡ ") + f'''<body><header class="hdr"><div class="logo-wrap"><a href="/">{p.outlet}</a></div></header><main class="cnt"><div class="sec-lbl category">{p.a["L"]}</div><h1>{esc(p.title)}</h1><div class="inf"><span class="by author">{p.a["B"]}</span><span class="dt date">{p.date(SYRIAC)}</span></div><amp-carousel class="gal"><amp-img src="1.jpg"></amp-img></amp-carousel><div class="txt">{paras(p)}</div><div class="rel-box related"><h3>ذات صلة</h3><ul><li><a href="/1">{OTHER[0]}</a></li><li><a href="/2">{OTHER[9]}</a></li></ul></div><amp-next-page><script type="application/json">[{{"title":"{OTHER[3]}","url":"/3"}}]</script></amp-next-page></main><footer class="ftr"><p>{RIGHTS}</p></footer></body></html>'''


def lead(p, mark):
    """The first paragraph with the dateline before it, as agencies write."""
    out = paras(p)
    first = esc(p.of("P")[0], quote=False)
    return out.replace(first, f"{esc(p.a['O'])}{mark}{first}", 1)


@shell
def agency_sana(p):
    text = p.a["O"] + "- " + p.of("P")[0]
    p.body = [("P", text) if t == p.of("P")[0] else (k, t) for k, t in p.body]
    return head(p, og(p)) + f'''<body class="rtl single"><div id="wrapper"><div class="top-bar"><span class="today-date">الأربعاء 31 ديسمبر 2025</span></div>{nav("nav", "main-nav")}<div class="content-wrap"><article class="post"><h1 class="post-title">{esc(p.title)}</h1><div class="meta"><span class="tie-date">{p.at.year}-{p.at.month:02}-{p.at.day:02}</span> <span class="post-cats">{p.a["L"]}</span></div><div class="entry-content">{paras(p)}<p>تابعوا أخبار سانا على <a href="https://t.me/x">https://t.me/x</a></p><p>#درعا #صحة</p></div></article>{links("related-news", "أخبار ذات صلة", 4)}</div></div>{footer(p)}</body></html>'''


@shell
def agency_wam(p):
    text = p.a["O"] + "/ " + p.of("P")[0]
    first = p.of("P")[0]
    p.body = [("P", text) if t == first else (k, t) for k, t in p.body]
    return head(p, ld(p), title=f"{p.outlet} - {p.title}") + f'''<body><div id="root"><header class="sc-header css-1x2">{nav("nav", "css-nav")}</header><div class="css-1dbjc4n"><div class="css-901oao breadcrumb">مساعدات</div><h1 class="css-4rbku5">{esc(p.title)}</h1><div class="css-18t94o4"><span dir="rtl">{p.at:%d-%m-%Y}</span></div><div class="css-text news-body">{paras(p)}</div><div class="css-tags tags"><a>تشاد</a></div><div class="css-bottom"><h2>أخبار مشابهة</h2>{links("css-list", "", 3)}</div></div></div></body></html>'''


@shell
def agency_aspnet(p):
    text = p.a["O"] + " - " + p.of("P")[0]
    first = p.of("P")[0]
    p.body = [("P", text) if t == first else (k, t) for k, t in p.body]
    p.drop("section")
    p.no_time()
    rows = "<br/><br/>".join(esc(t) for t in p.of("P"))
    return head(p, title=p.title) .replace('<title>', f'<meta name="application-name" content="{p.outlet}"><link rel="canonical" href="{p.url}"><title>')+ f'''<body><form method="post" action="./Details.aspx?id=1" id="form1"><input type="hidden" name="__VIEWSTATE" value="dDwtMTY5NjUzOTQ1Ozs+"><div id="Header1_pnlTop"><table width="100%"><tr><td><a href="/">الرئيسية</a></td><td><a href="/s">خريطة الموقع</a></td><td><a href="/e">English</a></td></tr></table></div>
<div id="ctl00_ContentPlaceHolder1_pnlNews"><div class="row"><div class="col-md-8"><h1 id="ctl00_ContentPlaceHolder1_lblTitle">{esc(p.title)}</h1><span id="ctl00_ContentPlaceHolder1_lblDate" class="DateStyle">{p.at:%d/%m/%Y}</span><div class="text-justify" id="ctl00_ContentPlaceHolder1_lblBody">{rows}</div></div><div class="col-md-4"><div class="panel"><div class="panel-heading">آخر الأخبار</div>{"".join(f'<div class="row"><a href="/{i}">{t}</a></div>' for i, t in enumerate(OTHER[:6]))}</div></div></div></div><div id="footerDiv"><span>{RIGHTS}</span></div></form></body></html>'''


@shell
def agency_petra(p):
    text = p.a["O"] + "- " + p.of("P")[0]
    first = p.of("P")[0]
    p.body = [("P", text) if t == first else (k, t) for k, t in p.body]
    p.no_time()
    p.drop("section")
    rows = "<br>\n".join(esc(t) for t in p.of("P"))
    return f'''<html><head><title>{p.outlet} : {esc(p.title)}</title><link rel="canonical" href="{p.url}"></head><body dir=rtl><div class=main><div id=menu>{nav("div", "menu")}</div><div class="title">{esc(p.title)}</div><div class="date-time">{p.at:%Y/%m/%d}</div><div class="newsText" align=justify>{rows}<br>--(بترا)</div><div class=other><b>مواضيع:</b> <a href=1>{OTHER[4]}</a><br><a href=2>{OTHER[2]}</a></div></div></body></html>'''


@shell
def agency_kuna(p):
    text = p.a["O"] + " -- " + p.of("P")[0]
    first = p.of("P")[0]
    p.body = [("P", text) if t == first else (k, t) for k, t in p.body]
    p.no_time()
    p.drop("section", "url")
    rows = "<br>".join(esc(t) for t in p.of("P"))
    page = f'''<HTML><HEAD><META http-equiv="Content-Type" content="text/html; charset=windows-1256"><TITLE>{p.outlet} :: {esc(p.title)} :: {p.at:%d/%m/%Y}</TITLE></HEAD><BODY><CENTER><TABLE width=760 border=0><TR><TD bgcolor=#003366><FONT color=white><A href="/">الصفحة الرئيسية</A> | <A href="/s">بحث</A> | <A href="/c">اتصل بنا</A></FONT></TD></TR><TR><TD width=560 align=right><FONT size=4><B>{esc(p.title)}</B></FONT><BR><FONT size=2>{p.at:%d/%m/%Y}</FONT><BR><BR><DIV align=justify><FONT face="Simplified Arabic">{rows}</FONT></DIV><BR><FONT size=1>(النهاية) م ع / ن ف</FONT></TD></TR><TR><TD><FONT size=1>{RIGHTS.replace("©", "")}</FONT></TD></TR></TABLE></CENTER></BODY></HTML>'''
    return page.encode("cp1256", "replace")


@shell
def aljazeera(p):
    p.want["updated"] = None
    more = f'<section class="more-on"><h2>اقرأ أيضا</h2><span>list of 2 items</span><ul><li><span>list 1 of 2</span><article><h3><a href="/1">{OTHER[6]}</a></h3></article></li><li><span>list 2 of 2</span><article><h3><a href="/2">{OTHER[7]}</a></h3></article></li></ul></section>'
    return head(p, og(p), ld(p), title=f"{p.title} | {p.outlet}") + f'''<body><div id="root" class="container"><header class="site-header container--ads">{nav("nav", "menu__container")}</header><div class="container__inner"><main id="main-content-area"><div class="article-header__topics"><a class="topics" href="/n">أخبار</a></div><header class="article-header"><h1>{esc(p.title)}</h1><p class="article__subhead"><em>{esc(p.a["S"])}</em></p></header><figure class="article-featured-image"><div class="responsive-image"><img src="q.jpg"></div><figcaption>{cap(p)} (رويترز)</figcaption></figure><div class="article-info-block"><div class="article-author-name"><span class="article-author-name-item"><a class="author-link" href="/a">{p.a["B"]}</a></span></div><div class="article-dates"><div class="date-simple"><span class="screen-reader-text">Published On {p.at:%d/%m/%Y}</span><span aria-hidden="true">{p.date(digits=None)}</span></div></div></div>
<div class="article-sharing">{share("social-bar")}</div><div class="wysiwyg wysiwyg--all-content" aria-live="polite" aria-atomic="true">{paras(p, between=more)}</div><div class="article-source">المصدر: <span>الجزيرة + وكالات</span></div></main><aside class="sidebar" id="r">{links("trending-articles", "الأكثر قراءة", 5)}</aside></div>{footer(p)}</div></body></html>'''


@shell
def alarabiya(p):
    return head(p, og(p), ld(p)) + f'''<body><div id="__next"><div class="layout_wrapper__a1b2"><header class="Header_root__x9">{nav("nav", "Nav_list__k3")}</header><div class="Article_page__z8"><div class="Article_main__q7"><div class="ArticleHeader_section__v1"><a href="/av">{p.a["L"]}</a></div><h1 class="ArticleHeader_headline__h2">{esc(p.title)}</h1><div class="ArticleMeta_byline__w5"><span class="ArticleMeta_author__b1">{p.a["B"]}</span><time class="ArticleMeta_date__n4" datetime="{p.iso}">نشر في: {p.date()}</time><span class="ArticleMeta_readtime__c2">وقت القراءة: دقيقتان</span></div><div class="ArticleMedia_root__d3"><img src="x.jpg"><div class="ArticleMedia_caption__f4">{cap(p)}</div></div><div class="ArticleBody_root__e6" id="body-text">{paras(p, wrap='<p class="ArticleBody_paragraph__u7">{}</p>')}</div><div class="Tags_list__t6"><a href="/t">طيران</a></div></div><div class="RelatedRail_root__s3"><h3>مادة إعلانية</h3>{links("Rail_list__r2", "الأكثر قراءة", 4, 3)}</div></div></div></div><script id="__NEXT_DATA__" type="application/json">{{"props":{{"pageProps":{{"id":1}}}},"page":"/[id]"}}</script></body></html>'''


@shell
def skynews(p):
    between = f'<div class="related-stories inline"><h3>أخبار ذات صلة</h3><div class="item"><a href="/1">{OTHER[4]}</a></div></div>'
    return head(p, og(p), ld(p)) + f'''<body class="article-page"><div class="sna-content"><div class="header-wrapper">{nav("div", "navigation")}</div><div class="article-section"><a class="section-name" href="/s">{p.a["L"]}</a></div><h1 class="sna_content_head">{esc(p.title)}</h1><div class="article-info"><div class="writer">{p.a["B"]}</div><div class="date-time">{p.at.day} {MONTHS[p.at.month - 1]} {p.at.year} - {p.at:%H:%M} بتوقيت أبوظبي</div></div><div class="article-media"><img src="s.jpg"><p class="image-caption">{cap(p)}</p></div><div class="article-body" id="firstBodyDiv"><div class="article-body-inner">{paras(p, between=between)}</div></div><div class="keywords"><span>الكلمات المفتاحية</span><a>غزة</a><a>الدفاع المدني</a></div></div>{links("recommended-stories", "اقرأ أيضاً", 5)}<div class="sna-footer footer">{RIGHTS}</div></body></html>'''


@shell
def bbc(p):
    block = '<div dir="rtl" class="bbc-4wucq3 ebmt73l0"><p class="bbc-1gjryo4 e17g058b0" dir="rtl">{}</p></div>'
    promo = f'<section aria-labelledby="top-stories" role="region" class="bbc-1t8l2ep"><h2>قصص مقترحة</h2><ul><li><a href="/1">{OTHER[1]}</a></li><li><a href="/2">{OTHER[8]}</a></li></ul></section><a href="#end-of-top">تخطى قصص مقترحة وواصل القراءة</a>'
    return head(p, ld(p, author={"@type": "Person", "name": p.a["B"]}), og(p, section=False), title=f"{p.title} - {p.outlet}") + f'''<body><div id="root"><header role="banner" class="bbc-e1"><a href="#content">إذهب الى المحتوى</a>{nav("nav", "bbc-nav")}</header><div class="bbc-irdbz7 ebmt73l1"><main role="main" class="bbc-fa0wmp"><div class="bbc-1151pbn ebmt73l0"><h1 class="bbc-14gqcmb e1p3vdyi0" id="content" tabindex="-1">{esc(p.title)}</h1></div><figure class="bbc-1qn0xuy"><div class="bbc-w1"><img src="w.jpg"><p role="text" class="bbc-1s1cp9k"><span class="visually-hidden-text">صدر الصورة، </span>Getty Images</p></div><figcaption class="bbc-qmpjrn"><span class="visually-hidden-text">التعليق على الصورة، </span><p class="bbc-cap">{cap(p)}</p></figcaption></figure><section role="region" aria-labelledby="article-byline" class="bbc-byl"><strong class="visually-hidden">Article information</strong><ul><li><span>Author, </span><span class="bbc-author">{p.a["B"]}</span></li><li>Role, <span>بي بي سي نيوز عربي</span></li></ul></section><div class="bbc-ts"><time datetime="{p.at:%Y-%m-%d}" class="bbc-14xtggo">{p.date()}</time></div>{paras(p, wrap=block, h='<div dir="rtl" class="bbc-4wucq3"><h2 class="bbc-1aaitma" tabindex="-1">{}</h2></div>', between=promo)}</main><div class="bbc-sec"><section class="bbc-more" role="region" data-e2e="related-content-heading"><h2>مواضيع ذات صلة</h2>{links("bbc-l", "", 4)}</section></div></div><footer role="contentinfo"><p>© 2025 بي بي سي. بي بي سي ليست مسؤولة عن محتوى المواقع الخارجية.</p></footer></div></body></html>'''


@shell
def cnn(p):
    p.want["authors"] = ["فريق التحرير"]
    return head(p, og(p), ld(p)) + f'''<body class="html not-front"><div id="block-header">{nav("nav", "cnn-navigation")}</div><article class="article-content-wrap"><div class="_2lqnW"><div class="article-category category">{p.a["L"]}</div><h1 class="_2-9">{esc(p.title)}</h1><div class="article-date date">نشر {DAYS[p.at.weekday()]}، {p.at:%d} {MONTHS[p.at.month - 1]} / {MONTHS[p.at.month - 1]} {p.at.year}</div><div class="read-time">1 دقيقة قراءة</div></div><div class="wysiwyg _2A-9LYJ7eK _1pPNhFLJ1P article-body">{paras(p, wrap="<p>{}&nbsp;</p>", between=f'<div class="ad-container"><div>محتوى إعلاني</div></div><p><a href="/r"><strong>قد يهمك أيضاً</strong></a></p>')}</div></article><div class="zone-related related">{links("x", "قد يهمك أيضاً", 3)}</div>{footer(p)}</body></html>'''


@shell
def rt(p):
    p.drop("authors")
    return head(p, og(p, section=False), ld(p)) + f'''<body><div class="layout"><header class="main-header">{nav("nav", "nav-main")}</header><div class="layout-main"><div class="main-article news"><div class="breadcrumbs"><a href="/r">{p.a["L"]}</a></div><div class="main-article-heading"><h1 class="heading heading_main">{esc(p.title)}</h1></div><div class="news-date"><span class="date">{p.at:%d.%m.%Y} | {p.at:%H:%M} GMT</span></div><div class="media"><div class="media__item"><img src="r.jpg"><div class="media__title main-caption">{cap(p)}<span class="media__copyright">© Sputnik</span></div></div></div><div class="news__shares shares">{share("sh")}</div><div class="text js-text js-mediator-article">{paras(p, between=f'<div class="read-more"><a href="/r">{OTHER[9]}</a></div>')}<p class="source">المصدر: RT + تاس</p></div></div></div></div></body></html>'''


@shell
def asharqalawsat(p):
    p.want["updated"] = "2025-10-02T19:05+00:00".replace("+00:00", "Z")
    return head(p, og(p, updated="2025-10-02T19:05:00+00:00"), f'<link rel="canonical" href="{p.url}">') + f'''<body class="path-node page-node-type-article"><div class="dialog-off-canvas-main-canvas"><header class="header-main">{nav("nav", "navbar")}</header><div class="container"><article class="node node--type-article"><div class="entry-header"><div class="entry-category"><a href="/n">{p.a["L"]}</a></div><h1 class="entry-title">{esc(p.title)}</h1><div class="sub-title"><p>{esc(p.a["S"])}</p></div></div><div class="entry-media"><img src="p.jpg"><div class="img-caption caption">{cap(p)} (الشرق الأوسط)</div></div><div class="article-author-location"><ul class="list-unstyled"><li class="location">القاهرة:</li><li class="author"><a href="/a">{p.a["B"]}</a></li></ul></div><div class="dates"><span class="published">نُشر: {p.at:%H:%M}-{p.at.day} {MONTHS[p.at.month - 1]} {p.at.year} م</span><span class="updated">آخر تحديث: 19:05-2 أكتوبر 2025 م</span></div><div class="share-box social-share">{share("s")}</div><div class="field field--name-body article-body">{paras(p, between=f'<div class="article-inner-related related-inline"><h4>اقرأ أيضاً</h4><a href="/6">{OTHER[2]}</a></div>')}</div><div class="tags-box tags">مواضيع <a href="/t">مصر</a> <a href="/t">إثيوبيا</a></div></article></div></div></body></html>'''


@shell
def opinion(p):
    p.no_time()
    return head(p, f'<link rel="canonical" href="{p.url}">', f'<meta property="og:site_name" content="{p.outlet}">') + f'''<body><div class="wrap">{nav("div", "menu-top")}<div class="opinion-page"><div class="writer-box"><img src="w.jpg"><div class="writer-name author">{p.a["B"]}</div></div><div class="section-label">{p.a["L"]}</div><h1 class="opinion-title">{esc(p.title)}</h1><div class="op-date date">{p.date(SYRIAC, day=True)}</div><div class="op-text">{paras(p)}</div><p class="disclaimer">المقالات المنشورة تعبر عن آراء أصحابها ولا تعبر بالضرورة عن رأي الموقع.</p><div class="more-by-writer related"><h3>المزيد للكاتب</h3><ul><li><a href="/1">{OTHER[0]}</a></li></ul></div></div></div></body></html>'''


@shell
def youm7(p):
    p.body.insert(0, ("C", "محافظ الغربية"))
    ins = f'<p><a href="/r1">اقرأ أيضاً.. {OTHER[2]}</a></p>'
    return head(p, ld(p), og(p, date=False), title=f"{p.title} - {p.outlet}") + f'''<body><div class="container">{nav("div", "mainMenu")}<div class="articleHeader"><div class="breadcumb"><a href="/">الرئيسية</a> <a href="/g">{p.a["L"]}</a></div><h1>{esc(p.title)}</h1><span class="newsStoryDate">{p.date(day=True, comma=False)} {p.at:%I:%M} م</span><div class="img-cont"><img id="articleimage" src="y.jpg"><span class="img-cap">محافظ الغربية</span></div><span class="writeBy">كتب {p.a["B"]}</span></div><div id="articleBody" class="articleCont">{paras(p, between=ins)}<div class="tagsList"><a href="/t">محافظ الغربية</a></div></div><div class="relatedHeader related"><h2>أخبار متعلقة</h2><a href="/7">{OTHER[1]}</a></div><div class="trendsHistory"><h3>الموضوعات المتعلقة</h3><div class="bigOneImg"><h4><a href="/8">{OTHER[5]}</a></h4></div></div></div></body></html>'''


def entries(p, one):
    out, at, rows = [], None, []
    for k, t in p.body + [("E", None)]:
        if k == "E":
            if at:
                out.append(one(at, "".join(f"<p>{esc(x)}</p>" for x in rows)))
            at, rows = t, []
        elif at:
            rows.append(t)
    return "".join(out)


@shell
def live_a(p):
    p.drop("authors")
    def one(at, text):
        d = datetime.datetime.fromisoformat(at)
        return f'<article class="live-entry" id="e{d:%H%M}"><header><time datetime="{at}">{d:%H:%M}</time></header><div class="live-entry__content">{text}</div><div class="live-entry__share share"><a>شارك</a></div></article>'
    return head(p, og(p), ld(p)) + f'''<body>{nav()}<main><div class="live-header"><span class="live-badge">مباشر</span><h1>{esc(p.title)}</h1></div><div class="live-summary"><p>{esc(p.of("P")[0])}</p></div><div class="liveblog">{entries(p, one)}</div><button>تحميل المزيد</button></main>{sidebar()}{footer(p)}</body></html>'''


@shell
def live_b(p):
    p.drop("authors")
    updates = []
    def one(at, text):
        d = datetime.datetime.fromisoformat(at)
        return f'<div class="liveblog-post timeline-item"><div class="liveblog-post__time"><time datetime="{at}">{d:%H:%M} بتوقيت غرينتش</time></div><div class="liveblog-post__body">{text}</div></div>'
    return head(p, og(p, section=False), ld(p, kind="LiveBlogPosting", coverageStartTime=p.iso)) + f'''<body><div class="page">{nav("div", "top-bar")}<div class="article-wrap"><h1 class="article-title">{esc(p.title)}</h1><div class="article-lead-text"><p>{esc(p.of("P")[0])}</p></div><div class="live-blog-list">{entries(p, one)}</div></div><div class="sidebar">{links("widget", "شاهد أيضاً", 4)}</div></div></body></html>'''


@shell
def nextjs(p):
    data = {"props": {"pageProps": {"article": {"id": 5, "headline": p.title, "deck": p.a["S"], "body": [{"type": "paragraph", "text": t} for t in p.of("P")], "related": [{"headline": t, "slug": "x"} for t in OTHER[:4]]}, "menu": NAV}}, "page": "/article/[id]", "buildId": "k2"}
    return head(p, og(p), ld(p)) + f'''<body><div id="__next"><header>{nav("nav", "menu")}</header><main><h1 class="headline">{esc(p.title)}</h1><h2 class="subtitle">{esc(p.a["S"])}</h2><div class="skeleton loading"></div></main><footer><p>{RIGHTS}</p></footer></div><script id="__NEXT_DATA__" type="application/json">{json.dumps(data, ensure_ascii=False)}</script><script src="/_next/static/chunks/main.js" defer></script></body></html>'''


@shell
def nuxt(p):
    content = "".join(f"<p>{t}</p>" for t in p.of("P"))
    data = {"state": {"post": {"title": p.title, "content": content, "author": {"name": p.a["B"]}}, "site": {"about": ABOUT}}}
    packed = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    return head(p, og(p), ld(p)) + f'''<body><div id="__nuxt"><div class="app"><nav class="navbar"></nav><div class="post-page"><h1 class="post-title">{esc(p.title)}</h1><div class="spinner">جار التحميل</div></div></div></div><script type="application/json" id="__NUXT_DATA__">{packed}</script></body></html>'''


@shell
def jsonld_body(p):
    return head(p, og(p), ld(p, articleBody="\n".join(p.of("P")))) + f'''<body><div id="app"></div><noscript>يرجى تفعيل جافا سكريبت لعرض هذه الصفحة.</noscript></body></html>'''


@shell
def ministry_health(p):
    p.no_time()
    p.want["outlet"] = "وزارة الصحة العامة والسكان"
    p.drop("section", "url")
    return head(p, title=f"{p.title} | وزارة الصحة العامة والسكان") + f'''<body><div class="gov-header"><img src="eagle.png" alt="شعار"><div>الجمهورية اليمنية</div><div>وزارة الصحة العامة والسكان</div></div><div class="navbar-default">{nav("ul", "nav navbar-nav")}</div><div class="container"><div class="row"><div class="col-md-9"><div class="page-content"><h2 class="page-title">{esc(p.title)}</h2><div class="publish-date">تاريخ النشر: {p.at:%d/%m/%Y}</div><div class="details">{paras(p)}</div></div></div><div class="col-md-3"><div class="side-menu"><ul><li><a href="/1">الهيكل التنظيمي</a></li><li><a href="/2">الخدمات الإلكترونية</a></li><li><a href="/3">المناقصات</a></li></ul></div></div></div></div><div class="footer">{RIGHTS}</div></body></html>'''


@shell
def ministry_bank(p):
    p.no_time()
    p.drop("section")
    p.want["outlet"] = "البنك المركزي"
    return head(p, f'<link rel="canonical" href="{p.url}">', '<meta property="og:site_name" content="البنك المركزي">', title="البنك المركزي - أسعار الصرف") + f'''<body><form id="aspnetForm"><div id="s4-workspace"><div class="ms-breadcrumb"><a href="/">الرئيسية</a> &gt; <a href="/r">أسعار الصرف</a></div><div id="DeltaPlaceHolderMain"><h1>{esc(p.title)}</h1><div class="rate-date">{DAYS[p.at.weekday()]} {p.at.day} {MONTHS[p.at.month - 1]} {p.at.year}</div><div class="ms-rtestate-field">{paras(p)}</div></div><div class="ms-quicklinks"><ul><li><a href="/a">النشرات الإحصائية</a></li><li><a href="/b">التقارير السنوية</a></li></ul></div></div></form></body></html>'''


@shell
def paywall(p):
    p.want["problems"] = ["MZ908"]
    return head(p, og(p), ld(p, isAccessibleForFree="False", hasPart={"@type": "WebPageElement", "isAccessibleForFree": "False", "cssSelector": ".paywall"})) + f'''<body>{nav()}<article class="article"><div class="article-section">{p.a["L"]}</div><h1>{esc(p.title)}</h1><div class="meta"><span class="author">{p.a["B"]}</span><time datetime="{p.iso}">{p.date(SYRIAC)}</time></div><div class="article-body">{paras(p)}<div class="fade"></div></div><div class="paywall"><h3>هذا المقال للمشتركين فقط</h3><p>اشترك الآن لتقرأ هذا المقال وآلاف المقالات والتحقيقات الحصرية بأقل من ثمن فنجان قهوة في الأسبوع.</p><a class="btn" href="/sub">اشترك</a><p>لديك حساب؟ <a href="/login">سجل الدخول</a></p></div></article>{links("most-read", "الأكثر قراءة", 5)}{footer(p)}</body></html>'''


@shell
def gallery(p):
    p.want["kicker"] = "ألبوم"
    figs = "".join(f'<figure class="gallery-item"><img src="g{i}.jpg"><figcaption>{esc(c)}</figcaption><span class="photo-credit">تصوير: سعود العتيبي</span></figure>' for i, c in enumerate(p.of("C")))
    return head(p, og(p), ld(p)) + f'''<body>{nav()}<main><div class="gallery-page"><div class="kicker-line kicker">ألبوم</div><h1>{esc(p.title)}</h1><div class="byline">{p.a["B"]}</div><time datetime="{p.iso}">{p.date()}</time><div class="gallery-intro">{paras(p)}</div><div class="gallery-grid">{figs}</div><div class="gallery-pager">1 / 4</div></div></main>{links("more-galleries related", "ألبومات أخرى", 3)}{footer(p)}</body></html>'''


@shell
def forum(p):
    p.no_time()
    p.drop("section", "url")
    text = "<br /><br />".join(esc(t) for t in p.of("P"))
    def post(n, who, words, date):
        return f'<table id="post{n}" class="tborder" cellpadding="6" width="100%"><tr><td class="thead">{date}</td><td class="thead" align="left">#<a href="#p{n}">{n}</a></td></tr><tr><td class="alt2" colspan="2"><a class="bigusername" href="member.php?u={n}">{who}</a><div class="smallfont">عضو نشيط</div><div class="smallfont">تاريخ التسجيل: Jan 2019</div><div class="smallfont">المشاركات: 1,204</div></td></tr><tr><td class="alt1" colspan="2"><div id="post_message_{n}">{words}</div><div class="signature">__________________<br />رب اشرح لي صدري ويسر لي أمري</div></td></tr></table>'
    return head(p, title=f"{p.title} - {p.outlet}") + f'''<body><table class="tborder"><tr><td class="navbar"><a href="/">{p.outlet}</a> &gt; <a href="/f">القسم العام</a></td></tr></table><h1>{esc(p.title)}</h1><div id="posts">{post(1, p.a["B"], text, p.at.strftime("%d-%m-%Y"))}{post(2, "بنت الرافدين", COMMENTS[0][1], "04-02-2025")}{post(3, "صقر الجنوب", "مشكور على المعلومات القيمة، وعندي سؤال عن الأطفال دون السادسة: هل يحتاجون إلى حضور شخصي أم يكفي الولي؟", "05-02-2025")}</div><div id="footer">Powered by vBulletin® Version 3.8.7</div></body></html>'''


@shell
def recipe(p):
    return head(p, og(p, section=False), '<script type="application/ld+json">' + json.dumps({"@context": "https://schema.org", "@type": "Recipe", "name": p.title, "author": {"@type": "Person", "name": p.a["B"]}, "datePublished": p.iso}, ensure_ascii=False) + "</script>") + f'''<body>{nav()}<main><article class="recipe"><div class="category">{p.a["L"]}</div><h1 class="recipe-title entry-title">{esc(p.title)}</h1><div class="author">{p.a["B"]}</div><div class="rating">★★★★☆ (31)</div><div class="recipe-body entry-content">{paras(p)}</div><div class="print-recipe"><button>اطبع الوصفة</button></div></article>{comments()}</main>{sidebar()}{footer(p)}</body></html>'''


@shell
def unnews(p):
    p.drop("authors")
    return head(p, og(p), f'<link rel="canonical" href="{p.url}">') + f'''<body class="path-story"><header>{nav("nav", "un-menu")}</header><main class="main-container"><section class="layout layout--story"><article class="node node--type-story"><div class="header-block"><div class="media"><img src="u.jpg"><div class="credit-line"><span class="credit">© WFP/Layla</span></div><div class="media-caption">{cap(p)}</div></div><h1 class="fs-1">{esc(p.title)}</h1><div class="publish-info"><span class="views-field-created"><time datetime="{p.iso}" class="datetime">{p.date(SYRIAC)}</time></span> <span class="topic section-name"><a href="/h">{p.a["L"]}</a></span></div></div><div class="audio-download"><a href="/mp3">تنزيل الملف الصوتي</a></div><div class="clearfix text-formatted field field--name-field-text-column field__item">{paras(p, wrap="<p>{}</p>", q='<blockquote class="blockquote"><p>{}</p></blockquote>')}</div></article></section><section class="related-stories">{links("x", "أخبار ذات صلة", 3)}</section></main></body></html>'''


@shell
def wikinews(p):
    p.no_time()
    p.drop("section", "url")
    rows = "".join(f'<p>{esc(t)}<sup id="cite_ref-{i}" class="reference"><a href="#cite_note-{i}">[{i}]</a></sup></p>' for i, t in enumerate(p.of("P"), 1))
    return head(p, title=f"{p.title} - {p.outlet}") + f'''<body class="mediawiki rtl sitedir-rtl ns-0 ns-subject skin-vector"><div id="mw-page-base" class="noprint"></div><div id="content" class="mw-body" role="main"><h1 id="firstHeading" class="firstHeading">{esc(p.title)}</h1><div id="bodyContent" class="mw-body-content"><div id="siteSub" class="noprint">من {p.outlet}</div><div id="mw-content-text" class="mw-content-rtl" lang="ar" dir="rtl"><div class="mw-parser-output"><p><strong class="published"><span id="publishDate" class="value-title" title="{p.at:%Y-%m-%d}"></span>الأحد {p.at.day} {SYRIAC[p.at.month - 1]} {p.at.year}</strong></p>{rows}<h2><span class="mw-headline" id="s">مصادر</span><span class="mw-editsection">[<a href="/e">عدل</a>]</span></h2><ol class="references"><li id="cite_note-1"><a href="/x">بيان البلدية</a></li></ol><div class="mw-hidden noprint"></div></div></div><div id="catlinks" class="catlinks"><a href="/k">تصنيفات</a>: <ul><li><a href="/r">رام الله</a></li></ul></div></div></div><div id="mw-navigation"><div id="mw-head"><ul><li><a href="/l">دخول</a></li></ul></div></div><div id="footer" role="contentinfo"><ul><li>آخر تعديل لهذه الصفحة كان يوم 12 مايو 2025.</li></ul></div></body></html>'''


@shell
def _print(p):
    p.no_time()
    p.drop("section", "url", "outlet")
    p.want["outlet"] = None
    return f'''<html dir="rtl"><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><title>{esc(p.title)}</title></head><body onload="window.print()"><h1>{esc(p.title)}</h1><p>بقلم: {p.a["B"]}</p><p>{p.date(day=True)}</p><hr>{paras(p)}<hr><p>رابط المقال: {p.url}</p></body></html>'''


@shell
def divsoup(p):
    p.no_time()
    p.drop("section", "authors")
    rows = "".join(f'<div style="margin:10px 0">{esc(t)}</div>' for t in p.of("P"))
    return head(p, f'<meta property="og:title" content="{esc(p.title)}"><meta property="og:site_name" content="{p.outlet}"><meta property="og:url" content="{p.url}">') + f'''<body><div><div><div><a href="/">الرئيسية</a><a href="/1">محليات</a><a href="/2">فن</a></div></div><div style="display:flex"><div style="width:70%"><div style="font-size:28px;font-weight:bold">{esc(p.title)}</div><div style="color:#888">{p.date(SYRIAC)}</div><div><img src="d.jpg"></div><div>{rows}</div><div><a href="/f">Facebook</a> <a href="/t">Twitter</a></div></div><div style="width:30%"><div>الأكثر قراءة</div>{"".join(f'<div><a href="/{i}">{t}</a></div>' for i, t in enumerate(OTHER[:5]))}</div></div><div>{RIGHTS}</div></div></body></html>'''


@shell
def telegram(p):
    p.drop("section", "url")
    p.want["outlet"] = "Telegram"
    p.want["title"] = "بلدية جنين"
    text = "<br/><br/>".join([esc(p.title)] + [esc(t) for t in p.of("P")])
    p.body.insert(0, ("P", p.title))
    p.drop("authors")
    return f'''<!DOCTYPE html><html><head><meta charset="utf-8"><title>Telegram: Contact @jenin</title><meta property="og:title" content="بلدية جنين"><meta property="og:site_name" content="Telegram"></head><body class="widget_frame_base"><div class="tgme_widget_message_wrap js-widget_message_wrap"><div class="tgme_widget_message text_not_supported_wrap js-widget_message"><div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name" href="https://t.me/jenin"><span dir="auto">بلدية جنين</span></a></div><div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div><div class="tgme_widget_message_footer compact js-message_footer"><div class="tgme_widget_message_info short js-message_info"><span class="tgme_widget_message_views">2.3K</span><span class="copyonly"> views</span><span class="tgme_widget_message_meta"><a class="tgme_widget_message_date" href="https://t.me/jenin/4"><time datetime="{p.iso}" class="time">11:45</time></a></span></div></div></div></div></div></body></html>'''


@shell
def persian_digits(p):
    p.no_time()
    return head(p, f'<meta property="og:site_name" content="{p.outlet}"><link rel="canonical" href="{p.url}">') + f'''<body>{nav()}<div class="news-page"><div class="news-category category">{p.a["L"]}</div><h1 class="news-title">{esc(p.title)}</h1><div class="news-info"><span class="news-date">{p.date(SYRIAC, digits=PERSIAN)}</span><span class="reporter">{p.a["B"]}</span></div><div class="news-content">{paras(p)}</div><div class="news-code">رمز الخبر {"48213".translate(PERSIAN)}</div>{tags("news-tags tags")}</div>{footer(p)}</body></html>'''


@shell
def english(p):
    p.want["lang"] = "en"
    return head(p, og(p), ld(p)).replace('lang="ar" dir="rtl"', 'lang="en"') + f'''<body><header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav></header><main><article class="story"><p class="section-name"><a href="/n">News</a></p><h1 class="story-title">{esc(p.title)}</h1><p class="byline">By {p.a["B"]}</p><p class="timestamp"><time datetime="{p.iso}">15 June 2025</time></p><figure><img src="e.jpg"><figcaption>{cap(p)} (Reuters)</figcaption></figure><div class="story-body">{paras(p, between='<p><strong>Read also:</strong> <a href="/x">Ministers meet to discuss water sharing</a></p>')}</div><div class="share-bar share"><a>Share</a><a>Tweet</a></div></article><aside class="sidebar"><h3>Most read</h3><ul><li><a href="/1">Five things to know about the budget</a></li></ul><p>Sign up for our newsletter to get the best of our journalism every morning, free of charge and with no advertising at all.</p></aside></main><footer><p>All rights reserved 2025. This site is not responsible for the content of external sites that it links to.</p></footer></body></html>'''


@shell
def tables_layout(p):
    p.no_time()
    p.drop("authors", "section", "url")
    rows = "".join(f"<p align=justify>{esc(t)}</p>" for t in p.of("P"))
    return f'''<html><head><title>{p.outlet} - {esc(p.title)}</title></head><body><table width="100%"><tr><td colspan="3"><table><tr><td><a href="/">الرئيسية</a></td><td><a href="/b">بيانات</a></td><td><a href="/c">صور</a></td></tr></table></td></tr><tr><td width="150" valign="top"><table><tr><td>القائمة</td></tr><tr><td><a href="/1">عن القيادة</a></td></tr><tr><td><a href="/2">التوجيه</a></td></tr></table></td><td valign="top"><table width="100%"><tr><td class="ttl"><h2>{esc(p.title)}</h2></td></tr><tr><td class="dt">{p.at:%d-%m-%Y}</td></tr><tr><td class="bdy">{rows}</td></tr></table></td><td width="150" valign="top"><table><tr><td>آخر الأخبار</td></tr>{"".join(f'<tr><td><a href="/{i}">{t}</a></td></tr>' for i, t in enumerate(OTHER[3:8]))}</table></td></tr><tr><td colspan="3" align="center">{RIGHTS}</td></tr></table></body></html>'''


@shell
def interview(p):
    return head(p, og(p), ld(p)) + f'''<body class="single"><div class="site">{nav()}<article class="post"><div class="post-category">{p.a["L"]}</div><h1 class="post-title">{esc(p.title)}</h1><div class="standfirst">{esc(p.a["S"])}</div><div class="post-author">حوار: {p.a["B"]}</div><time class="post-date" datetime="{p.iso}">{p.date()}</time><div class="post-thumb"><img src="i.jpg"><span class="caption">{cap(p)} (تصوير: كريم فؤاد)</span></div><div class="post-content">{paras(p, h="<p><strong>{}</strong></p>", between=f'<div class="pullquote">{esc(p.of("P")[1][:40])}</div>')}</div><div class="share">{share("x")}</div><div class="about-author"><p>صحافية مصرية تغطي الثقافة والتعليم وتكتب عن تاريخ الصحافة.</p></div></article>{sidebar()}</div></body></html>'''
