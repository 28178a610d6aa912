/**
 * Well-known mining pools and the texts that mark their coinbases. From mempool/mining-pools at commit 6abbdc8 (24 February 2026):
 * MIT licence, copyright 2019 btc.com and contributors. A text alone has named the wrong pool before (“Mined by user shbtcc”), so it
 * stands below an address in identifying a block.
 */
export const POOL_MARKERS: readonly (readonly [name: string, ...markers: string[]])[] = [
  ["AntPool", "/AntPool/", "Mined By AntPool", "Mined by AntPool"],
  ["BTC.com", "/BTC.COM/", "/BTC.com/", "btccom"],
  ["BTC.TOP", "/BTC.TOP/"],
  ["Binance Pool", "/Binance/", "binance"],
  ["BitClub", "/BitClub Network/"],
  ["BitFuFu Pool", "/BitFuFu/"],
  ["Braiins Pool", "/slush/"],
  ["Carbon Negative"],
  ["CKPool", "/ckpool.org/"],
  ["Eligius", "Eligius"],
  ["F2Pool", "七彩神仙鱼", "F2Pool", "🐟"],
  ["Foundry USA", "/2cDw/", "Foundry USA Pool"],
  ["GHash.IO", "ghash.io"],
  ["KuCoin Pool", "KuCoinPool"],
  ["Lubian.com", "/Buffett/", "/lubian.com/"],
  ["Luxor", "/LUXOR/", "Luxor Tech"],
  ["MARA Pool", "MARA Pool", "MARA Made in USA"],
  ["OCEAN", "OCEAN.XYZ"],
  ["Poolin", "/poolin.com", "/poolin/"],
  ["Rawpool", "/Rawpool.com/"],
  ["SBI Crypto", "/SBICrypto.com Pool/", "SBI Crypto", "SBICrypto"],
  ["SECPOOL", "SecPool"],
  ["SpiderPool", "SpiderPool"],
  ["Tiger Pool"],
  ["ULTIMUSPOOL", "/ultimus/"],
  ["ViaBTC", "/ViaBTC/", "viabtc.com deploy"],
  ["WhitePool", "WhitePool"],
];
