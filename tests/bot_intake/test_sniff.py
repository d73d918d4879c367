"""A web page is told from text and other XML by how it begins."""

import pytest

from bot.intake import looks_like_html


@pytest.mark.parametrize(
    "body",
    [
        b"<!DOCTYPE html><title>T</title>",
        b"<!doctype HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>",
        b"\xef\xbb\xbf \r\n<html lang=en>",
        b"<?xml version='1.0'?><!-- a --> <!-- > --><html xmlns='http://www.w3.org/1999/xhtml'>",
        b"<p>A fragment.",
        b"<article><h1>A</h1>",
        b"<br/>A notice",
        "<html>".encode("utf-16"),
    ],
)
def test_a_page_is_a_page(body: bytes) -> None:
    assert looks_like_html(body)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"plain <b>text</b>",
        b"5 < 6",
        b'{"version": "https://jsonfeed.org/version/1.1", "html": "<p>x</p>"}',
        b"<?xml version='1.0'?><opml version='2.0'><head><title>T</title></head><body/></opml>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><title>T</title></svg>",
        b"<urlset><url><loc>http://a.example/</loc></url></urlset>",
        b"<!-- never closed <html>",
        b"%PDF-1.7 <html>",
        b"\x1f\x8b\x08\x00<html>",
        b"<!-- --> " * 20_000 + b"<x>",
        b"<!--" * 20_000,
    ],
)
def test_anything_else_is_none(body: bytes) -> None:
    """Also in linear time: comments in great number are no way to hold us up."""
    assert not looks_like_html(body)
