"""Four SOPs for the same work, as people write them."""

BAD = """\
# Order handling

Orders are important. The team handles all orders in a timely manner and ensures excellence at all times. Orders which
come in are looked at and are put into the system as appropriate. When there is a problem somebody should be informed
etc.

The credit check must be done if necessary. After that the order can be processed and will be forwarded to the relevant
department. Everybody is responsible for quality.
"""

MIDDLING = """\
# Order entry

Version: 2

## Purpose

To enter orders of customers correctly.

## Procedure

1. Open the order form in the ERP.
2. Enter the customer, choose the item and fill in the quantity.
3. The order is saved.
4. Check the price if necessary.
5. Run the credit check.
6. Confirm the order and release it to the warehouse.

If the credit check fails, call the manager.
"""

GOOD = """\
# Sales order processing

| Version | Date | Owner | Approved by |
| --- | --- | --- | --- |
| 3.1 | 2026-05-02 | Sales operations | Head of finance |

## 1. Purpose

Take a customer's order from entry to release, so that no order over its credit limit leaves the warehouse.

## 2. Scope

Applies to every order from its entry in the ERP to its release. Returns are not covered.

## 3. Responsibilities

- **Order clerk**: enters and confirms the order.
- **Credit reviewer**: decides on orders on hold.

## 4. Before you start

You need access to the ERP and to the credit desk, and the signed order (form F-12).

## 5. Procedure

### 5.1 Enter the order

Order clerk, in the ERP:

1. Open **New order**. [F-12]
2. Fill in “Customer”, “Item” and “Quantity”. [F-12]
3. Press **Save order**. [S-4]

Result: the page says “Order saved”.

Source: form F-12 [F-12]

### 5.2 Run the credit check

Order clerk, in the credit desk:

1. Open **Credit check**. [S-4]
2. Press **Run credit check**. [S-4]

- If the page says “Credit approved”, go on with 5.4.
- If the page says “On hold”, go on with 5.3.

Source: [S-4]

### 5.3 Decide on the hold

Credit reviewer, in the credit desk:

1. Open **Orders on hold**. [S-4]
2. Press **Release hold**, or call the order clerk. [S-4]

Result: the page says “Hold released”.

Source: [S-4]

### 5.4 Confirm the order

Order clerk, in the ERP:

1. Press **Confirm order**. [S-4]

Result: the page says “Order confirmed”.

Source: [S-4]

## 6. Exceptions

The page says “Customer unknown”: order SO-1043 shows what to do, ask sales for the customer's number.

## 7. Completion

The order is complete when the page says “Order confirmed”.

## 8. Training

A new order clerk enters ten orders with a colleague before entering one alone.

## 9. References

- F-12: the order form.
- S-4: the manual of the credit desk.

## 10. History

| Version | What changed |
| --- | --- |
| 3.1 | Added the decision on the hold. |
"""

TABLE = """\
1 Purpose
=========

This procedure describes how an order is entered and checked, so that no order is released without a credit check.

2 Roles
=======

| Role | Responsibility |
|------|----------------|
| Clerk | enters the order |
| Reviewer | runs the credit check |

3 Process steps
===============

| Step | Who | Action | If it fails |
|------|-----|--------|-------------|
| 1 | Clerk | Open *New order* in SAP | |
| 2 | Clerk | Enter the customer number in field **Customer** | If the customer is unknown, call sales |
| 3 | Clerk | Save the order with **Save** | |
| 4 | Reviewer | Run the credit check in SAP | If credit is refused, tell the clerk |
"""
"""As a wiki exports it: every heading of the first level, the steps in a table."""

TEMPLATE = """\
---
owner: "[name]"
version:
---
# [Title of the procedure]

| Version | Date | Author |
| --- | --- | --- |
| 1.0 | YYYY-MM-DD | [Author] |

## Purpose

[Describe the purpose of this SOP]

## Scope

_State to what the procedure applies and to what not._

## Responsibilities

- **[Role A]**: [responsibility]

## Procedure

### Step 1: [Name]

[Describe the first step]

## Revision history

| Version | Description |
| --- | --- |
| 1.0 | |
"""
"""Nobody has filled it in."""

RUNBOOK = """\
---
owner: Platform team
version: 4
---
# Restart of the order queue

## Purpose and scope

Restart the order queue so that no order is lost. Applies to the queue of orders from alert to green light, not to
databases.

## Procedure

**Step 1 — Open the page `Queues` in the console**

**Step 2 — Press the button `Drain`**

**Step 3 — If the queue is not empty, call the owner of the queue; otherwise press `Restart`**
"""
