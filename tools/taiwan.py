"""Simplified Chinese of our catalogues in the words of Taiwan: OpenCC, and what it does not know."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

# In Taiwan rows are 列 and columns are 欄, where the mainland says 行 and 列: columns go first.
COLUMN = re.compile(
    r"列(?=標題|對應|\s?\{heading\}|\s?\{first\}|設為)"
    r"|(?<=任何)列|(?<=每一)列|(?<=行一)列|(?<=[各該些兩])列(?!出)|(?<=\{columns\} )列|(?<=行有 \{count\} )列"
    r"|(?<=行第 \{column\} )列"
)
ROW = re.compile(r"(?<![執進運銀自另流發舉換])行(?![業政動])")

WORDS = {
    "列表": "清單",
    "單元格": "儲存格",
    "許可權": "權限",
    "記錄型別": "記錄類型",
    "型別": "類型",
    "令牌": "權杖",
    "文本": "文字",
    "回收站": "回收桶",
    "渠道": "管道",
    "演示": "示範",
    "新建": "新增",
    "只讀": "唯讀",
    "隻顯示": "只顯示",
    "生成": "產生",
    "配置": "組態",
    "示例": "範例",
    "賬": "帳",
    "運行": "執行",
    "門店": "門市",
    "二進位制": "二進位",
    "電子表格": "試算表",
    "工作簿": "活頁簿",
    "壓縮包": "壓縮檔",
    "呼叫棧": "呼叫堆疊",
    "埠": "連接埠",
    "條目": "項目",
    "回車符": "歸位字元",
    "引數": "參數",
    "鉤子": "掛鉤",
    "國家程式碼": "國碼",
    "貨幣程式碼": "貨幣代碼",
    "用程式碼，": "用代碼，",
    "國家（程式碼": "國家（代碼",
    "社交媒體": "社群媒體",
    "製表符": "定位字元",
    "迴圈": "循環",
}
WHOLE = {"程式碼": "代碼"}
"""What a text as a whole is, where its word means something else inside a sentence."""


@cache
def _converter() -> OpenCC:
    return OpenCC("s2twp")


def in_taiwan(simplified: str) -> str:
    """A draft in Traditional Chinese; whoever adds texts reads it once more."""
    text = str(_converter().convert(simplified))
    for word, better in WORDS.items():
        text = text.replace(word, better)
    text = COLUMN.sub("欄", text)
    text = ROW.sub("列", text)
    return WHOLE.get(text, text)
