"""Repair of Chinese text that was decoded wrongly: GBK as Big5, UTF-8 as GBK, one byte lost, and the rest."""
