"""Excerpts: their beginning, and their marked words."""

from articles.fulltext.excerpts import Part, SearchedText


def shown(source: str, *words: str, chars: int = 120) -> str:
    return written(SearchedText(source, words).excerpt(chars=chars))


def written(parts: list[Part]) -> str:
    return "".join(f"[{part.text}]" if part.is_marked else part.text for part in parts)


def test_words_are_marked_as_the_source_spells_them() -> None:
    assert shown("他把講話稿寫完了，Ｓｐｅｅｃｈ很短。", "讲话", "speech") == "他把[講話]稿寫完了，[Ｓｐｅｅｃｈ]很短。"


def test_latin_words_are_marked_from_their_start() -> None:
    assert shown("outspeech speeches", "speech") == "outspeech [speech]es"


def test_words_that_overlap_are_marked_once() -> None:
    assert shown("讲话稿子", "讲话稿", "话稿", "稿子") == "[讲话稿][子]"


def test_an_excerpt_begins_with_the_sentence_of_its_first_word() -> None:
    source = "开头的话。" * 60 + "第二段讲口才，讲了很久。" + "结尾的话。" * 60
    assert shown(source, "口才", chars=20) == "…第二段讲[口才]，讲了很久。结尾的话。结尾的…"


def test_a_text_that_has_room_is_shown_whole() -> None:
    assert shown("开头的话。" * 5 + "第二段讲口才。", "口才", chars=40) == "开头的话。" * 5 + "第二段讲[口才]。"


def test_an_excerpt_is_taken_where_most_words_stand() -> None:
    source = "口才。" + "别的话" * 60 + "。口才和听众都在这里。"
    assert "[口才]和[听众]" in shown(source, "口才", "听众", chars=60)


def test_the_first_of_equally_good_passages_is_shown() -> None:
    source = "开头。" + "别的话" * 20 + "。甲处有口才和听众。" + "别的话" * 20 + "。乙处有口才和听众。" + "别的话" * 20
    assert shown(source, "口才", "听众", chars=40).startswith("…甲处有[口才]和[听众]")
    assert shown(source, "口才", "听众", "没有", chars=40).startswith("…甲处有[口才]和[听众]")


def test_the_first_of_words_too_far_apart_for_one_excerpt_is_shown() -> None:
    source = "开头。" + "别的话" * 20 + "。甲处有口才。" + "别的话" * 40 + "。乙处有听众。" + "别的话" * 20
    assert shown(source, "听众", "口才", chars=40).startswith("…甲处有[口才]")


def test_two_words_that_just_have_room_are_shown_together() -> None:
    lone, far = "口才。" + "别" * 60, "别" * 60
    for between, start in ((12, "口才在后"), (13, "口才。")):  # 16 characters for both, behind 24 before the first
        source = lone + "。口才在后" + "别" * (between - 2) + "听众" + far
        assert shown(source, "口才", "听众", chars=40).lstrip("…").replace("[", "").replace("]", "").startswith(start)


def test_without_a_word_the_beginning_is_shown() -> None:
    assert shown("一二三四五", "六", chars=3) == "一二三…"
    assert shown("", "六") == ""


def test_a_title_is_shown_whole() -> None:
    source = "演講與口才"
    assert written(SearchedText(source, ["口才"]).whole()) == "演講與[口才]"


def test_blocks_are_a_blank_apart() -> None:
    assert shown("第一段\n第二段", "二") == "第一段 第[二]段"


def test_the_passage_with_most_words_is_found_in_a_text_that_is_full_of_them() -> None:
    source = "的是的，" * 1_000 + "一句的，是，有了在。" + "的是的，" * 1_000
    assert "[一]句[的]，[是]，有[了][在]" in shown(source, "的", "是", "一", "了", "在", chars=60)
    assert shown("的是" * 9, "是", "的", "没有", chars=4 + 24) == "[的][是]" * 9


def test_a_word_that_begins_before_the_excerpt_is_marked_in_it() -> None:
    source = "一" * 40 + "。听众" + "二" * 40
    assert shown(source, "。听众", chars=26) == f"…{'一' * 24}[。听]…"


def test_a_word_that_repeats_itself_is_marked_throughout() -> None:
    assert shown("哈哈哈，哈", "哈哈") == "[哈哈][哈]，哈"
