"""A small sales-order office: a CRM, an ERP and a credit desk that share one state in memory."""

from desk.running import OrderDesk, start

__all__ = ["OrderDesk", "start"]
