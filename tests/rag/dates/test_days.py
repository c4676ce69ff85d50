"""Which days the words of a text mean in an article of a known day: each kind of expression, and what is none."""

import pytest

from rag.dates.reader import read_dates

WEDNESDAY = "2024-02-14"


def said(text: str, published: str = WEDNESDAY) -> list[str]:
    """What a text says, as "phrase = day" or "phrase = first..last precision"."""
    found = [d for d in read_dates(text, published) if d.precision]
    assert all(text[d.phrase_start :].startswith(d.phrase) for d in found)
    return [f"{d.phrase} = {d.first}" + (f"..{d.last} {d.precision}" if d.precision != "day" else "") for d in found]


FULL = {
    "He died on 31 October 2023.": "31 October 2023 = 2023-10-31",
    "He died on 31st of October, 2023.": "31st of October, 2023 = 2023-10-31",
    "He died on Tuesday, 31 Oct 2023.": "Tuesday, 31 Oct 2023 = 2023-10-31",
    "He died on Tuesday the 31st of October 2023.": "Tuesday the 31st of October 2023 = 2023-10-31",
    "He died on October 31, 2023.": "October 31, 2023 = 2023-10-31",
    "He died on Tues. Oct. 31st 2023.": "Tues. Oct. 31st 2023 = 2023-10-31",
    "He died on the 2nd of May 2023 or on 3rd May 2023 or 4th May 2023.": (
        "2nd of May 2023 = 2023-05-02; 3rd May 2023 = 2023-05-03; 4th May 2023 = 2023-05-04"
    ),
    "He died on October the 31st.": "October the 31st = 2023-10-31",
    "He died on 05-Mar-2021.": "05-Mar-2021 = 2021-03-05",
    "He died in 2021, on 1 January 1500.": "2021 = 2021-01-01..2021-12-31 year; 1 January 1500 = 1500-01-01",
    "He died on 1 January 1499.": "1 January = 2024-01-01",  # no year of a report
    "He lives until 1 January 2199.": "1 January 2199 = 2199-01-01",
}
FIGURES = {
    "Dated 2023-10-31.": "2023-10-31 = 2023-10-31",
    "Sent 2023-10-31T12:22:05.3+02:00 here.": "2023-10-31T12:22:05.3+02:00 = 2023-10-31",
    "Sent 2023-10-31 12:22Z here.": "2023-10-31 12:22Z = 2023-10-31",
    "Case 2023-10-31-7 and 12023-10-31.": "",
    "Dated 1799-10-31.": "",
    "Dated 2023-02-30.": "",
    "Dated 31.10.2023.": "31.10.2023 = 2023-10-31",
    "Dated 3.4.2023.": "3.4.2023 = 2023-04-03",  # by dots: the day first
    "Dated 3/4/2023.": "3/4/2023 = 2023-03-04",  # by strokes: the month first
    "Dated 13/4/2023.": "13/4/2023 = 2023-04-13",
    "Dated 12/13/2023.": "12/13/2023 = 2023-12-13",
    "Dated 31/31/2023, 3/4.2023 and 3/4/23.": "",
    "Version 1.2.2023.4 and 12/3/2023/5.": "",
}
YEARLESS = {  # the last such day, or the coming one where the words look ahead or it is at hand
    "He died on 13 February.": "13 February = 2024-02-13",
    "He died on 14 February.": "14 February = 2024-02-14",
    "He died on 15 May.": "15 May = 2023-05-15",
    "He will speak on 15 May.": "15 May = 2024-05-15",
    "The vote on 15 May is due.": "15 May = 2024-05-15",
    "The talks, 6 March": "6 March = 2024-03-06",  # 21 days ahead
    "The talks, 7 March": "7 March = 2023-03-07",  # 22 days ahead
    "Since 6 March he was ill.": "Since 6 March = 2023-03-06..2024-02-14 range",
    "After 6 March he was ill.": "6 March = 2023-03-06",
    "He was born on 29 February.": "29 February = 2024-02-29",
    "He died on 29 May.": "29 May = 2023-05-29",
    "Thursday, 7 March": "Thursday, 7 March = 2024-03-07",  # the weekday tells
    "Tuesday, 6 March": "Tuesday, 6 March = 2024-03-06",  # no year's weekday
    "Monday, 6 March": "Monday, 6 March = 2023-03-06",
    "It fell on 31 June.": "",
    "It fell on 30 February 2023.": "February 2023 = 2023-02-01..2023-02-28 month",
    "He died on 15 July.": "15 July = 2023-07-15",  # next year's would be a Monday, which is not stated
    "Paris, may 5, 2023": "may 5, 2023 = 2023-05-05",
    "They march 5 times": "",
}
SPANS = {
    "Between 17 and 30 October 2023 it rained.": "17 and 30 October 2023 = 2023-10-17..2023-10-30 range",
    "On 17-30 October it rained.": "17-30 October = 2023-10-17..2023-10-30 range",
    "From 17th to the 30th of October": "17th to the 30th of October = 2023-10-17..2023-10-30 range",
    "From October 17 through 30, 2022 it rained.": "October 17 through 30, 2022 = 2022-10-17..2022-10-30 range",
    "From 30 to 17 October": "17 October = 2023-10-17",  # none backwards
    "From 17 to 31 June": "",
    "From 17 October to 3 November 2022": "17 October to 3 November 2022 = 2022-10-17..2022-11-03 range",
    "From 3 November 2022 to 17 January": "3 November 2022 to 17 January = 2022-11-03..2023-01-17 range",
    "From Aug 8-Aug 20, 2021": "Aug 8-Aug 20, 2021 = 2021-08-08..2021-08-20 range",
    "Between March and May 2021": "March and May 2021 = 2021-03-01..2021-05-31 range",
    "In March and May 2021": "March = 2021-03-01..2021-03-31 month; May 2021 = 2021-05-01..2021-05-31 month",
    "In March, May 2021": "March = 2021-03-01..2021-03-31 month; May 2021 = 2021-05-01..2021-05-31 month",
    "In March vs. May 2021": "March = 2021-03-01..2021-03-31 month; May 2021 = 2021-05-01..2021-05-31 month",
    "From November to April": "November to April = 2022-11-01..2023-04-30 range",
    "From December to March": "December to March = 2023-12-01..2024-03-31 range",
    "From December 2020 to March": "December 2020 to March = 2020-12-01..2021-03-31 range",
    "From December to March 2021": "December to March 2021 = 2020-12-01..2021-03-31 range",
    "From Friday to Monday": "Friday to Monday = 2024-02-09..2024-02-12 range",
    "From Monday to Friday": "Monday to Friday = 2024-02-05..2024-02-09 range",
    "From 2018 to 2020 it grew.": "2018 to 2020 = 2018-01-01..2020-12-31 range",
    "In 2018-20 it grew.": "2018-20 = 2018-01-01..2020-12-31 range",
    "Between 2018 and 2020 it grew.": "2018 and 2020 = 2018-01-01..2020-12-31 range",
    "In 2018 and 2020 it grew.": "2018 = 2018-01-01..2018-12-31 year; 2020 = 2020-01-01..2020-12-31 year",
    "In 2020-18 it grew.": "2020 = 2020-01-01..2020-12-31 year",
    "He died on 5 May 2023 and on 9 May 2023": "5 May 2023 = 2023-05-05; 9 May 2023 = 2023-05-09",
    "From 5 to 5 May 2023": "5 May 2023 = 2023-05-05",
    "On 1 May 2022, from 5 May 2023 to 5 May 2023": "1 May 2022 = 2022-05-01; 5 May 2023 to 5 May 2023 = 2023-05-05..2023-05-05 range",
    "On 1 May 2022, from 5 June 2022 to 7 June 2023": "1 May 2022 = 2022-05-01; 5 June 2022 to 7 June 2023 = 2022-06-05..2023-06-07 range",
    "From 5 May 2023 to Friday": "5 May 2023 to Friday = 2023-05-05..2024-02-09 range",
    "From 5 May 2023 to 7 June 2022": "5 May 2023 = 2023-05-05; 7 June 2022 = 2022-06-07",
    "From May to January 2022": "May to January 2022 = 2021-05-01..2022-01-31 range",
    "From May 2022 to January": "May 2022 to January = 2022-05-01..2023-01-31 range",
    "In December vs. January 2019": "December = 2018-12-01..2018-12-31 month; January 2019 = 2019-01-01..2019-01-31 month",
    "In January vs. December 2019": "January = 2020-01-01..2020-01-31 month; December 2019 = 2019-12-01..2019-12-31 month",
    "On 1 May 2022, in March vs. May 2021": (
        "1 May 2022 = 2022-05-01; March = 2021-03-01..2021-03-31 month; May 2021 = 2021-05-01..2021-05-31 month"
    ),
    "From Mondays to 5 May 2026": "5 May 2026 = 2026-05-05",
    "In April it rained; he died on 5 May 2021": "April = 2023-04-01..2023-04-30 month; 5 May 2021 = 2021-05-05",
    "From 5 May 2023 to Mondays": "5 May 2023 = 2023-05-05",
}
MONTHS = {
    "In April it rained.": "April = 2023-04-01..2023-04-30 month",
    "In February it rained.": "February = 2024-02-01..2024-02-29 month",
    "Last February it rained.": "Last February = 2023-02-01..2023-02-28 month",
    "Last March it rained.": "Last March = 2023-03-01..2023-03-31 month",
    "Next February it starts.": "Next February = 2025-02-01..2025-02-28 month",
    "Next March it starts.": "Next March = 2024-03-01..2024-03-31 month",
    "It will open in March.": "March = 2024-03-01..2024-03-31 month",
    "It opened in March 1931.": "March 1931 = 1931-03-01..1931-03-31 month",
    "It opened in Mar. of 1931.": "Mar. of 1931 = 1931-03-01..1931-03-31 month",
    "It opened in May '19.": "May '19 = 2019-05-01..2019-05-31 month",
    "Sales in Oct": "Oct = 2023-10-01..2023-10-31 month",
    "The tone of Jan and of Dec": "",  # names
    "From Jan to March": "Jan to March = 2024-01-01..2024-03-31 range",
    "It was of April and over May.": "April = 2023-04-01..2023-04-30 month",
    "what happened in may": "may = 2023-05-01..2023-05-31 month",
    "by the end of may": "the end of may = 2023-05-21..2023-05-31 range",
    "and may fall, or may march on the city, to march": "",
    "He may 5 times say it.": "",
    "He says by may 5 it fell.": "may 5 = 2023-05-05",
    "In May, 25 people fell.": "May = 2023-05-01..2023-05-31 month",
    "June Smith and a March for life": "",
    "In May of last year it was dry.": "May of last year = 2023-05-01..2023-05-31 month",
    "In July it rained.": "July = 2023-07-01..2023-07-31 month",
    "In March 2,000 people came": "March = 2024-03-01..2024-03-31 month",
    "In March, and in MARCH": "March = 2024-03-01..2024-03-31 month; MARCH = 2024-03-01..2024-03-31 month",
    "And May was dry, and JUNE": "May = 2023-05-01..2023-05-31 month; JUNE = 2023-06-01..2023-06-30 month",
    "On 1 May 2022, in May of last year": "1 May 2022 = 2022-05-01; May of last year = 2023-05-01..2023-05-31 month",
    "In May of last week": "May = 2023-05-01..2023-05-31 month; last week = 2024-02-05..2024-02-11 range",
}
YEARS = {
    "In 2023 it rained.": "2023 = 2023-01-01..2023-12-31 year",
    "In the year 2023 it rained.": "2023 = 2023-01-01..2023-12-31 year",
    "In pre-2023 days": "2023 = 2023-01-01..2023-12-31 year",
    "In 2023 Winter Games": "",
    "The 2023 final, the Class of 2023, an act of 2023": "",
    "Some 2000 troops of 2000 years ago, in 2000-strong ranks": "",
    "It cost $2023 and 2023.50 or 12-2023 or 2023% or 2,023": "",
    "In 2023:45 and in 2023-456": "",
    "In the 1990s it grew.": "1990s = 1990-01-01..1999-12-31 range",
    "In the '90s it grew.": "'90s = 1990-01-01..1999-12-31 range",
    "In the 2000s it grew.": "2000s = 2000-01-01..2009-12-31 range",
    "In the 1900s and the '10s it grew.": "",
    "In Q3 2023 and H2 of 2022": "Q3 2023 = 2023-07-01..2023-09-30 range; H2 of 2022 = 2022-07-01..2022-12-31 range",
    "In Q1 2023": "Q1 2023 = 2023-01-01..2023-03-31 range",
    "In H3 2023": "",
    "In the second quarter of 2023": "second quarter of 2023 = 2023-04-01..2023-06-30 range",
    "In the 4th quarter of 2023": "4th quarter of 2023 = 2023-10-01..2023-12-31 range",
    "In the last quarter of 2023": "last quarter of 2023 = 2023-10-01..2023-12-31 range",
    "In the final half of 2023": "final half of 2023 = 2023-07-01..2023-12-31 range",
    "In the first half of 2023": "first half of 2023 = 2023-01-01..2023-06-30 range",
    "In the third half of 2023": "2023 = 2023-01-01..2023-12-31 year",
    "In summer 2023": "summer 2023 = 2023-06-01..2023-08-31 range",
    "In the spring of 2023": "spring of 2023 = 2023-03-01..2023-05-31 range",
    "In fall, 2023 and autumn 2022": "fall, 2023 = 2023-09-01..2023-11-30 range; autumn 2022 = 2022-09-01..2022-11-30 range",
    "In winter 2023-24": "winter 2023-24 = 2023-12-01..2024-02-29 range",
    "At the Summer 2024 Olympics": "",
    "In the first quarter of 2023": "first quarter of 2023 = 2023-01-01..2023-03-31 range",
    "In the third quarter of 2023": "third quarter of 2023 = 2023-07-01..2023-09-30 range",
    "In the fourth quarter of 2023": "fourth quarter of 2023 = 2023-10-01..2023-12-31 range",
    "In the second half of 2023": "second half of 2023 = 2023-07-01..2023-12-31 range",
    "The early 2018-19 season": "",
    "Of post-2023 life": "2023 = 2023-01-01..2023-12-31 year",
}
PARTS_OF = {
    "In early 2023 it fell.": "early 2023 = 2023-01-01..2023-04-30 range",
    "In mid-2023 it fell.": "mid-2023 = 2023-05-01..2023-08-31 range",
    "In late 2023 it fell.": "late 2023 = 2023-09-01..2023-12-31 range",
    "At the end of 2023 it fell.": "the end of 2023 = 2023-12-01..2023-12-31 range",
    "At the close of 2023 it fell.": "the close of 2023 = 2023-12-01..2023-12-31 range",
    "At the start of 2023 it fell.": "the start of 2023 = 2023-01-01..2023-01-31 range",
    "At the beginning of 2023 it fell.": "the beginning of 2023 = 2023-01-01..2023-01-31 range",
    "In the middle of 2023 it fell.": "the middle of 2023 = 2023-05-01..2023-08-31 range",
    "In early May 2023": "early May 2023 = 2023-05-01..2023-05-10 range",
    "In mid-May 2023": "mid-May 2023 = 2023-05-11..2023-05-20 range",
    "In late May 2023": "late May 2023 = 2023-05-21..2023-05-31 range",
    "At the start of May 2023": "the start of May 2023 = 2023-05-01..2023-05-10 range",
    "At the end of May 2023": "the end of May 2023 = 2023-05-21..2023-05-31 range",
    "In the early 1990s": "the early 1990s = 1990-01-01..1993-12-31 range",
    "In the mid-1990s": "the mid-1990s = 1994-01-01..1996-12-31 range",
    "In the late 1990s": "the late 1990s = 1997-01-01..1999-12-31 range",
    "In early summer 2023": "early summer 2023 = 2023-06-01..2023-06-30 range",
    "In mid summer 2023": "mid summer 2023 = 2023-07-01..2023-07-31 range",
    "In late summer 2023": "late summer 2023 = 2023-08-01..2023-08-31 range",
    "Early in the week of Tuesday": "Tuesday = 2024-02-13",
    "In the first half of May 2023": "the first half of May 2023 = 2023-05-01..2023-05-15 range",
    "In the second half of May 2023": "the second half of May 2023 = 2023-05-16..2023-05-31 range",
    "In the back half of 2020 it fell.": "the back half of 2020 = 2020-07-01..2020-12-31 range",
    "In the first half of last week": "the first half of last week = 2024-02-05..2024-02-07 range",
    "In the first week of May 2023": "the first week of May 2023 = 2023-05-01..2023-05-07 range",
    "In the second week of May 2023": "the second week of May 2023 = 2023-05-08..2023-05-14 range",
    "In the third week of May 2023": "the third week of May 2023 = 2023-05-15..2023-05-21 range",
    "In the fourth week of May 2023": "the fourth week of May 2023 = 2023-05-22..2023-05-28 range",
    "In the last week of May 2023": "the last week of May 2023 = 2023-05-25..2023-05-31 range",
    "In the final week in May 2023": "the final week in May 2023 = 2023-05-25..2023-05-31 range",
    "In the first three months of 2023": "the first three months of 2023 = 2023-01-01..2023-03-31 range",
    "In the last 3 months of 2023": "the last 3 months of 2023 = 2023-10-01..2023-12-31 range",
    "In the final two weeks of May 2023": "the final two weeks of May 2023 = 2023-05-18..2023-05-31 range",
    "In the first nine weeks of May 2023": "the first nine weeks of May 2023 = 2023-05-01..2023-05-31 range",
    "In the last nine weeks of May 2023": "the last nine weeks of May 2023 = 2023-05-01..2023-05-31 range",
    "Late on 5 May 2023": "Late on 5 May 2023 = 2023-05-05",  # a day has no parts
    "The first week, he says, of May 2023": "May 2023 = 2023-05-01..2023-05-31 month",
    "At the beginning of May 2023": "the beginning of May 2023 = 2023-05-01..2023-05-10 range",
    "In the middle of May 2023": "the middle of May 2023 = 2023-05-11..2023-05-20 range",
    "At the close of May 2023": "the close of May 2023 = 2023-05-21..2023-05-31 range",
    "In mid 5-9 May 2023": "mid 5-9 May 2023 = 2023-05-06..2023-05-07 range",
    "In mid 5-8 May 2023": "5-8 May 2023 = 2023-05-05..2023-05-08 range",  # too short to have parts
    "In early 2001-09": "early 2001-09 = 2001-01-01..2003-12-31 range",  # nine years by thirds, ten as a decade
    "In early 2001-10": "early 2001-10 = 2001-01-01..2004-12-31 range",
    "In the first half of 5-10 May 2023": "the first half of 5-10 May 2023 = 2023-05-05..2023-05-07 range",
    "In the first half of 1-20 May 2023": "the first half of 1-20 May 2023 = 2023-05-01..2023-05-10 range",
    "In the first half of 1-21 May 2023": "the first half of 1-21 May 2023 = 2023-05-01..2023-05-15 range",
}
NAMED = {
    "On Christmas Eve it snowed.": "Christmas Eve = 2023-12-24",
    "On Christmas Day 2021 it snowed.": "Christmas Day 2021 = 2021-12-25",
    "On Boxing Day it snowed.": "Boxing Day = 2023-12-26",
    "On New Year's Eve it snowed.": "New Year's Eve = 2023-12-31",
    "On New  Year’s Day it snowed.": "New  Year’s Day = 2024-01-01",
    "On the Fourth of July he spoke.": "Fourth of July = 2023-07-04",
    "On July Fourth he spoke.": "July Fourth = 2023-07-04",
    "On 9/11 he was there.": "9/11 = 2001-09-11",
    "At 19/11, 9/112, 3/9/11 and 9/11/01": "",
    "After the September 11 attacks": "September 11 = 2001-09-11",
    "After the 11 September terror attacks": "11 September = 2001-09-11",
    "Of the January 6 Capitol riot": "January 6 = 2021-01-06",
    "Of the Jan. 6 insurrection": "Jan. 6 = 2021-01-06",
    "The October 7 massacre": "October 7 = 2023-10-07",
    "The Oct. 7, Hamas assault": "Oct. 7 = 2023-10-07",
    "The 7 October hijack and the 7 October siege": "7 October = 2023-10-07; 7 October = 2023-10-07",
    "The October 7, 2022 attack": "October 7, 2022 = 2022-10-07",
    "The September 11 concert and the September 12 attack": "September 11 = 2023-09-11; September 12 = 2023-09-12",
}
NO_TIMES = [
    *(f"{name} came" for name in (
        "Ash Wednesday", "Black Friday", "Bloody Sunday", "Cyber Monday", "Easter Sunday", "Freaky Friday", "Giving Tuesday", "Good Friday",
        "Maundy Thursday", "Palm Sunday", "Shrove Tuesday", "Super Tuesday", "Whit Monday", "The Sunday Times", "The Sunday Telegraph",
        "The Sunday Mail",
        "The Sunday Mirror", "The Sunday Express", "The Sunday Post", "The Sunday Herald",
        "The Sydney Saturday Morning Herald",
        "The Sunday papers", "Monday Night Football", "Friday Night Lights", "Saturday Night Live",
    )),
    "USA TODAY and Florida Today wrote", "Even today it stands", "The “Today” show and 'tomorrow'",
    "Every Monday, each Monday, most Mondays, a Monday, any Monday", "Free on Thursdays", "The fourth Thursday of November",
    "The first Monday in May", "The Tuesday anniversary, the May 5 anniversary",
    "The week, the month and the year", "The weekend-long talks", "At 10:30, at 5 p.m. and 20.15 he sang",
    "The 5th floor", "On the 5th floor",
    "Since 2016 elections are free",
    "In recent weeks it grew.", "Several days later it fell.", "The same day, it closed.", "Two days later it ended.",
    "That Saturday it rained.",
    "The next day it rained.", "The following Tuesday it rained.", "The Saturday after that it rained.", "Last of the week of talks",
]  # fmt: skip
BY_TODAY = {
    "Yesterday it rained, today it snows.": "Yesterday = 2024-02-13; today = 2024-02-14",
    "“Today’s an exciting day": "Today = 2024-02-14",
    "As early as today": "today = 2024-02-14",
    "The day before yesterday, the day after tomorrow": "The day before yesterday = 2024-02-12; the day after tomorrow = 2024-02-16",
    "Tomorrow, tonight and last night": "Tomorrow = 2024-02-15; tonight = 2024-02-14; last night = 2024-02-13",
    "This morning, earlier in the day": "This morning = 2024-02-14; earlier in the day = 2024-02-14",
    "Overnight it froze.": "Overnight = 2024-02-13..2024-02-14 range",
    "This time last year": "This time last year = 2023-02-14",
    "Two days ago": "Two days ago = 2024-02-12",
    "25 hours ago, 24 hours ago": "25 hours ago = 2024-02-12; 24 hours ago = 2024-02-13",
    "A week ago": "A week ago = 2024-02-05..2024-02-11 range",
    "A fortnight ago": "A fortnight ago = 2024-01-31",
    "A couple of months ago": "A couple of months ago = 2023-12-01..2023-12-31 month",
    "A dozen years ago, two decades ago": "A dozen years ago = 2012-01-01..2012-12-31 year; two decades ago = 2004-01-01..2004-12-31 year",
    "Fifteen days ago, 18 days ago": "Fifteen days ago = 2024-01-30; 18 days ago = 2024-01-27",
    "Eighteen, twenty days ago, thirty days ago": "twenty days ago = 2024-01-25; thirty days ago = 2024-01-15",
    "Eighteen days ago, forty days ago": "Eighteen days ago = 2024-01-27; forty days ago = 2024-01-05",
    "1.5 days ago": "",
    "In the past week": "In the past week = 2024-02-07..2024-02-14 range",
    "Over the last two quarters": "Over the last two quarters = 2023-08-14..2024-02-14 range",
    "The previous three months": "The previous three months = 2023-11-14..2024-02-14 range",
    "In the last year": "In the last year = 2023-02-14..2024-02-14 range",
    "The last year of peace, the last year when, in past years": "",
    "Last year, this month": "Last year = 2023-01-01..2023-12-31 year; this month = 2024-02-01..2024-02-29 month",
    "Next week, the coming week": "Next week = 2024-02-19..2024-02-25 range",
    "This quarter, last decade": "This quarter = 2024-01-01..2024-03-31 range; last decade = 2010-01-01..2019-12-31 range",
    "Coming month": "Coming month = 2024-03-01..2024-03-31 month",
    "Following month, previous year": "Following month = 2024-03-01..2024-03-31 month; previous year = 2023-01-01..2023-12-31 year",
    "Later this year": "Later this year = 2024-02-14..2024-12-31 range",
    "Earlier this month": "Earlier this month = 2024-02-01..2024-02-14 range",
    "Later last year": "Later last year = 2023-01-01..2023-12-31 year",
    "By the end of the year": "the end of the year = 2024-12-01..2024-12-31 range",
    "In the middle of the week": "the middle of the week = 2024-02-14..2024-02-15 range",
    "At the end of the month when": "",
    "At the end of the month": "the end of the month = 2024-02-21..2024-02-29 range",
    "At the end of the quarter": "the end of the quarter = 2024-03-01..2024-03-31 range",
    "In the rest of the decade": "the decade = 2020-01-01..2029-12-31 range",
    "At the turn of the year": "the year = 2024-01-01..2024-12-31 year",
    "In the month, the decade and the quarter": "",
    "Last summer": "Last summer = 2023-06-01..2023-08-31 range",
    "This winter it froze": "This winter = 2023-12-01..2024-02-29 range",
    "Last winter": "Last winter = 2022-12-01..2023-02-28 range",
    "In the fall he was ill": "In the fall = 2023-09-01..2023-11-30 range",
    "It will open this summer": "this summer = 2024-06-01..2024-08-31 range",
    "It will melt this winter": "this winter = 2023-12-01..2024-02-29 range",
    "Next winter": "Next winter = 2024-12-01..2025-02-28 range",
    "The summer games of this summer games": "",
    "By the 12th of last month": "the 12th of last month = 2024-01-12",
    "By the 12th it was over.": "the 12th = 2024-02-12",
    "By the 14th it was over.": "the 14th = 2024-02-14",
    "On the 15th it was over.": "the 15th = 2024-01-15",
    "It will be over by the 15th.": "the 15th = 2024-02-15",
    "On the 15th of this month he went": "the 15th of this month = 2024-02-15",
    "On the 31st of the month he went": "",
    "An hour ago": "An hour ago = 2024-02-13",
    "In the last couple of days": "In the last couple of days = 2024-02-12..2024-02-14 range",
    "In a week, this past week": "past week = 2024-02-07..2024-02-14 range",
    "Earlier last year": "Earlier last year = 2023-01-01..2023-12-31 year",
    "Later next month": "Later next month = 2024-03-01..2024-03-31 month",
}
WEEKDAYS = {
    "On Tuesday it rained.": "Tuesday = 2024-02-13",
    "On Wednesday it rained.": "Wednesday = 2024-02-14",
    "On Thursday it rained.": "Thursday = 2024-02-08",
    "On Thurs it rained.": "Thurs = 2024-02-08",
    "On Weds and Tues it rained.": "Weds = 2024-02-14; Tues = 2024-02-13",
    "On Thursday it will rain.": "Thursday = 2024-02-15",
    "He will speak on Wednesday.": "Wednesday = 2024-02-14",
    "Last Wednesday it rained.": "Last Wednesday = 2024-02-07",
    "Last Tuesday it rained.": "Last Tuesday = 2024-02-13",
    "This past Tuesday": "This past Tuesday = 2024-02-13",
    "This Wednesday he will speak": "This Wednesday = 2024-02-14",
    "Next Wednesday": "Next Wednesday = 2024-02-21",
    "This coming Wednesday, coming Friday": "This coming Wednesday = 2024-02-21; coming Friday = 2024-02-16",
    "Thursday last week": "Thursday last week = 2024-02-08",
    "Thursday of last week": "Thursday of last week = 2024-02-08",
    "At the weekend": "the weekend = 2024-02-10..2024-02-11 range",
    "Last weekend": "Last weekend = 2024-02-10..2024-02-11 range",
    "This weekend it snowed": "This weekend = 2024-02-10..2024-02-11 range",
    "It will snow this weekend": "this weekend = 2024-02-17..2024-02-18 range",
    "Next weekend": "Next weekend = 2024-02-17..2024-02-18 range",
    "This coming weekend": "This coming weekend = 2024-02-17..2024-02-18 range",
    "He will see last Friday's film": "last Friday = 2024-02-09",
    "He will speak this Friday": "this Friday = 2024-02-16",
    "He will see last weekend's film": "last weekend = 2024-02-10..2024-02-11 range",
    "It snows in the coming weekend": "coming weekend = 2024-02-17..2024-02-18 range",
    "The previous weekend": "previous weekend = 2024-02-10..2024-02-11 range",
    "It will snow at the weekend": "the weekend = 2024-02-17..2024-02-18 range",
    "On 1 May 2022, Thursday last week": "1 May 2022 = 2022-05-01; Thursday last week = 2024-02-08",
    "On 1 May 2022, last week": "1 May 2022 = 2022-05-01; last week = 2024-02-05..2024-02-11 range",
    "On 1 May, last week": "1 May = 2023-05-01; last week = 2024-02-05..2024-02-11 range",
    "On Thursday he fell ill last week": "Thursday = 2024-02-08; last week = 2024-02-05..2024-02-11 range",
    "Last weekend, last week": "Last weekend = 2024-02-10..2024-02-11 range; last week = 2024-02-05..2024-02-11 range",
    "On Thursday, last month": "Thursday = 2024-02-08; last month = 2024-01-01..2024-01-31 month",
    "On Thursday, last year": "Thursday = 2024-02-08; last year = 2023-01-01..2023-12-31 year",
}
BESIDE = {  # hangs on another day of the text
    "It fell on 5 May 2023, and two days later": "5 May 2023 = 2023-05-05; two days later = 2023-05-07",
    "It fell on 5 May 2023; two days earlier": "5 May 2023 = 2023-05-05; two days earlier = 2023-05-03",
    "It fell on 5 May 2023; a month later": "5 May 2023 = 2023-05-05; a month later = 2023-06-01..2023-06-30 month",
    "It fell on 5 May 2023, a day before the vote": "5 May 2023 = 2023-05-05; a day before the vote = 2023-05-06",
    "It fell on 5 May 2023, a day after the vote": "5 May 2023 = 2023-05-05; a day after the vote = 2023-05-04",
    "It fell on 5 May 2023. The same day": "5 May 2023 = 2023-05-05; The same day = 2023-05-05",
    "It fell on 5 May 2023. The next day": "5 May 2023 = 2023-05-05; The next day = 2023-05-06",
    "It fell on 5 May 2023. The previous week": "5 May 2023 = 2023-05-05; The previous week = 2023-04-24..2023-04-30 range",
    "It fell on 5 May 2023. That summer": "5 May 2023 = 2023-05-05; That summer = 2023-06-01..2023-08-31 range",
    "It fell on 5 May 2023. That year": "5 May 2023 = 2023-05-05; That year = 2023-01-01..2023-12-31 year",
    "It fell on 5 May 2023. That Monday": "5 May 2023 = 2023-05-05; That Monday = 2023-05-08",  # 5 May is a Friday: three days on
    "It fell on 5 May 2023. That Tuesday": "5 May 2023 = 2023-05-05; That Tuesday = 2023-05-02",  # three days back
    "It fell on 5 May 2023. The following Friday": "5 May 2023 = 2023-05-05; The following Friday = 2023-05-12",
    "It fell on 5 May 2023. The previous Friday": "5 May 2023 = 2023-05-05; The previous Friday = 2023-04-28",
    "It fell on 5 May 2023. The preceding Monday": "5 May 2023 = 2023-05-05; The preceding Monday = 2023-05-01",
    "It fell on 5 May 2023, on the Friday after that": "5 May 2023 = 2023-05-05; Friday = 2023-05-12",
    "Two days earlier it fell.": "Two days earlier = 2024-02-12",  # counted from today, as no day is mentioned
    "The previous Friday it fell.": "The previous Friday = 2024-02-09",
    "The day before, it fell.": "The day before = 2024-02-13",
    "Two days after 5 May 2023": "Two days after 5 May 2023 = 2023-05-07",
    "Two days before the raid on 5 May 2023": "Two days before the raid on 5 May 2023 = 2023-05-03",
    "A year after 5 May 2023": "A year after 5 May 2023 = 2024-05-01..2024-05-31 month",
    "The week after 5 May 2023": "The week after 5 May 2023 = 2023-05-06..2023-05-12 range",
    "The week before 5 May 2023": "The week before 5 May 2023 = 2023-04-28..2023-05-04 range",
    "The day after 5 May 2023": "The day after 5 May 2023 = 2023-05-06",
    "The weeks after 5 May 2023": "5 May 2023 = 2023-05-05",
    "Two days after May 2023": "May 2023 = 2023-05-01..2023-05-31 month",
    "The year to March 2023": "The year to March 2023 = 2022-04-01..2023-03-31 range",
    "The three months ending 31 March 2023": "The three months ending 31 March 2023 = 2023-01-01..2023-03-31 range",
    "It fell on 5 May 2023. The next month": "5 May 2023 = 2023-05-05; The next month = 2023-06-01..2023-06-30 month",
    "It fell on 5 May 2023. The following week": "5 May 2023 = 2023-05-05; The following week = 2023-05-08..2023-05-14 range",
    "It fell on 5 May 2023. The preceding week": "5 May 2023 = 2023-05-05; The preceding week = 2023-04-24..2023-04-30 range",
    "It fell on 5 May 2023. The same Monday": "5 May 2023 = 2023-05-05; The same Monday = 2023-05-08",
    "It fell on 5 May 2023. That same Monday": "5 May 2023 = 2023-05-05; That same Monday = 2023-05-08",
    "It fell on 5 May 2023. The preceding Friday": "5 May 2023 = 2023-05-05; The preceding Friday = 2023-04-28",
    "It fell on 5 May 2023; two hours later": "5 May 2023 = 2023-05-05",
    "It fell on 5 May 2023; a year later he": "5 May 2023 = 2023-05-05; a year later = 2024-01-01..2024-12-31 year",
    "It fell on 5 May 2023; two days earlier he": "5 May 2023 = 2023-05-05; two days earlier = 2023-05-03",
    "It fell on 5 May 2023; two days later he": "5 May 2023 = 2023-05-05; two days later = 2023-05-07",
    "It fell on 5 May 2023; two days previously, two days prior": (
        "5 May 2023 = 2023-05-05; two days previously = 2023-05-03; two days prior = 2023-05-03"
    ),
    "It fell on 5 May 2023; the days after": "5 May 2023 = 2023-05-05",
    "The previous week it fell.": "The previous week = 2024-02-05..2024-02-11 range",
    "The preceding month it fell.": "The preceding month = 2024-01-01..2024-01-31 month",
    "A month after 5 May 2023": "A month after 5 May 2023 = 2023-06-01..2023-06-30 month",
    "A week after 5 May 2023": "A week after 5 May 2023 = 2023-05-12",
}
PHRASES = {
    "Since Tuesday it rains.": "Since Tuesday = 2024-02-13..2024-02-14 range",
    "Since the night of 5 May 2023 it rains.": "Since the night of 5 May 2023 = 2023-05-05..2024-02-14 range",
    "Since early on Tuesday it rains.": "Since early on Tuesday = 2024-02-13..2024-02-14 range",
    "Since 2023 it rains.": "Since 2023 = 2023-01-01..2024-02-14 range",
    "Since today it rains.": "today = 2024-02-14",
    "In the early hours of Tuesday": "the early hours of Tuesday = 2024-02-13",
    "In the small hours of Tuesday": "the small hours of Tuesday = 2024-02-13",
    "In the late hours of the Tuesday": "the late hours of the Tuesday = 2024-02-13",
    "In the long hours of Tuesday": "Tuesday = 2024-02-13",
    "Late on Tuesday evening": "Late on Tuesday evening = 2024-02-13",
    "On Tuesday early morning": "Tuesday early morning = 2024-02-13",
}
ON_OTHER_DAYS = {
    ("Last weekend, this weekend", "2024-02-17"): (
        "Last weekend = 2024-02-10..2024-02-11 range; this weekend = 2024-02-17..2024-02-18 range"
    ),
    ("Next weekend", "2024-02-17"): "Next weekend = 2024-02-24..2024-02-25 range",
    ("The previous weekend, the coming weekend", "2024-02-18"): (
        "previous weekend = 2024-02-10..2024-02-11 range; coming weekend = 2024-02-17..2024-02-18 range"
    ),
    ("It will snow this weekend", "2024-02-16"): "this weekend = 2024-02-17..2024-02-18 range",
    ("Last summer", "2023-08-31"): "Last summer = 2022-06-01..2022-08-31 range",
    ("Last summer", "2023-09-01"): "Last summer = 2023-06-01..2023-08-31 range",
    ("This summer was dry", "2023-06-01"): "This summer = 2023-06-01..2023-08-31 range",
    ("This summer was dry", "2023-05-31"): "This summer = 2022-06-01..2022-08-31 range",
    ("Next summer", "2023-06-01"): "Next summer = 2024-06-01..2024-08-31 range",
    ("It will be dry this summer", "2023-08-31"): "this summer = 2023-06-01..2023-08-31 range",
    ("It will be dry this summer", "2023-09-01"): "this summer = 2024-06-01..2024-08-31 range",
    ("Next March it starts.", "2024-03-01"): "Next March = 2025-03-01..2025-03-31 month",
    ("Last March it ended.", "2024-03-31"): "Last March = 2023-03-01..2023-03-31 month",
    ("Later this month", "2024-02-29"): "Later this month = 2024-02-29..2024-02-29 range",
    ("He was born on 29 February.", "2026-06-05"): "29 February = 2024-02-29",
    ("He was born on 29 February.", "1904-02-28"): "29 February = 1904-02-29",
    ("He was born on 29 February.", "1904-02-01"): "29 February = 1896-02-29",  # eight years back
    ("He will be 9 on 29 February.", "1896-03-01"): "29 February = 1904-02-29",  # eight years on
    ("He died on 5 May.", "0001-01-01"): "5 May = 0001-05-05",
    ("He will die on 5 May.", "9999-12-31"): "5 May = 9999-05-05",
    ("Last winter and last summer", "0001-01-01"): "",
    ("Last summer and next summer", "9999-12-31"): "Last summer = 9998-06-01..9998-08-31 range",
}
TABLES = (FULL, FIGURES, YEARLESS, SPANS, MONTHS, YEARS, PARTS_OF, NAMED, BY_TODAY, WEEKDAYS, BESIDE, PHRASES)


@pytest.mark.parametrize(("text", "days"), [row for table in TABLES for row in table.items()])
def test_days(text: str, days: str) -> None:
    assert said(text) == (days.split("; ") if days else [])


@pytest.mark.parametrize("text", NO_TIMES)
def test_no_days(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(("text", "published", "days"), [(*key, days) for key, days in ON_OTHER_DAYS.items()])
def test_days_of_other_articles(text: str, published: str, days: str) -> None:
    assert said(text, published) == (days.split("; ") if days else [])


@pytest.mark.parametrize(
    ("lead", "space", "tail", "phrase"),
    [
        ("early", 35, "May 2023", True),
        ("early", 36, "May 2023", False),
        ("the", 2, "end of May 2023", True),
        ("the", 3, "end of May 2023", False),
        ("since", 55, "5 May 2023", True),
        ("since", 56, "5 May 2023", False),
        ("late on", 33, "5 May 2023", True),
        ("late on", 34, "5 May 2023", False),
        ("between", 13, "March and May 2023", True),
        ("between", 14, "March and May 2023", False),
        ("in", 38, "2023", True),
        ("in", 39, "2023", False),
    ],
)
def test_how_far_words_reach(lead: str, space: int, tail: str, phrase: bool) -> None:
    """The characters before a date that are searched for words that change it."""
    near, far = (said(f"{lead}{' ' * n}{tail}") for n in (1, space))
    assert ([row.split(" = ")[1] for row in far] == [row.split(" = ")[1] for row in near]) is (phrase or lead in ("the", "late on"))
    assert far[:1] == [] or (far[0].startswith(lead) is phrase) or lead in ("between", "in")
    assert [len(said(f"two days after{' ' * n}5 May 2023")) for n in (66, 67)] == [1, 2]
